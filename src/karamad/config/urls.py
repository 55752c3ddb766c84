"""Where every page hangs; each app owns its own addresses."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("karamad.trust.accounts.urls")),
    path("", include("karamad.web.urls")),
    path("", include("karamad.desk.urls")),
    path("admin/", admin.site.urls),
    path("people/", include("karamad.registers.people.urls")),
