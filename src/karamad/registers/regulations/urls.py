from django.urls import path

from karamad.registers.regulations import views

app_name = "regulations"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("new/", views.edit, name="new"),
    path("unset/", views.provisions, name="provisions"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/link/", views.link, name="link"),
    path("<int:pk>/link/<int:link_id>/remove/", views.unlink, name="unlink"),
    path("provision/<str:code>/", views.provision, name="provision"),
]
