from django.urls import path

from karamad.registers.courses import views

app_name = "courses"
urlpatterns = [
    path("", views.courses, name="courses"),
    path("new/", views.edit_course, name="new"),
    path("providers/", views.providers, name="providers"),
    path("providers/new/", views.edit_provider, name="new_provider"),
    path("providers/<int:pk>/", views.provider, name="provider"),
    path("providers/<int:pk>/edit/", views.edit_provider, name="edit_provider"),
    path(
        "providers/<int:pk>/accreditation/<int:accreditation_id>/end/",
        views.end_accreditation,
        name="end_accreditation",
    ),
    path("course/<int:pk>/", views.course, name="course"),
    path("course/<int:pk>/edit/", views.edit_course, name="edit"),
]
