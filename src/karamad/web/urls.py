from django.urls import path
from django.views.i18n import set_language

from karamad.web import views

app_name = "web"
urlpatterns = [
    path("language/", set_language, name="language"),
    path("density/", views.density, name="density"),
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/progress/", views.gallery_progress, name="gallery-progress"),
    path("robots.txt", views.robots, name="robots"),
]
