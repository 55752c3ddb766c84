from django.urls import path

from karamad.cycle.delivery.views import roster, runs

app_name = "delivery"
urlpatterns = [
    path("runs/", runs.runs, name="runs"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:pk>/people/", roster.roster, name="roster"),
]
