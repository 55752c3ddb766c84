from django.urls import path

from karamad.cycle.eligibility.views import passport

app_name = "eligibility"
urlpatterns = [
    path("people/<int:pk>/", passport.passport, name="passport"),
]
