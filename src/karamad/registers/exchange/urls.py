from django.urls import path

from karamad.registers.exchange.views import exports, loads

app_name = "exchange"
urlpatterns = [
    path("", loads.loads, name="loads"),
    path("new/", loads.upload, name="upload"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<str:kind>.<str:ending>", exports.download, name="export"),
    path("<int:pk>/", loads.load, name="load"),
    path("<int:pk>/progress/", loads.progress, name="progress"),
    path("<int:pk>/run/", loads.run, name="run"),
    path("<int:pk>/stop/", loads.stop, name="stop"),
    path("<int:pk>/remove/", loads.remove, name="remove"),
    path("<int:pk>/take-back/", loads.take_back, name="take_back"),
    path("<int:pk>/refused/", loads.errors, name="errors"),
]
