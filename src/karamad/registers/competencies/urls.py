from django.urls import path

from karamad.registers.competencies.views import editing, reading

app_name = "competencies"
urlpatterns = [
    path("", reading.profiles, name="profiles"),
    path("new/", editing.head, name="new"),
    path("preview/<str:kind>/", editing.preview, name="preview"),
    path("profile/<str:code>/", reading.profile, name="profile"),
    path("profile/<str:code>/compare/", reading.compare, name="compare"),
    path("profile/<str:code>/download/", reading.download, name="download"),
    path("profile/<str:code>/head/", editing.head, name="head"),
    path("profile/<str:code>/text/", editing.text, name="text"),
    path("profile/<str:code>/criterion/", editing.criterion, name="add"),
    path(
        "profile/<str:code>/criterion/<str:criterion_id>/",
        editing.criterion,
        name="criterion",
    ),
    path(
        "profile/<str:code>/criterion/<str:criterion_id>/remove/",
        editing.remove,
        name="remove",
    ),
]
