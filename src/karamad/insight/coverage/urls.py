from django.urls import path

from karamad.insight.coverage.views import export, figures, people, trend, work

app_name = "coverage"
urlpatterns = [
    path("", figures.nation, name="nation"),
    path("again/", work.again, name="again"),
    path("people/", people.people, name="all-people"),
    path("progress/<int:pk>/", work.progress, name="progress"),
    path("rows.<str:ending>", export.rows, name="all-rows"),
    path("stop/", work.stop, name="stop"),
    path("trend/", trend.trend, name="all-trend"),
    path("<int:pk>/", figures.unit, name="unit"),
    path("<int:pk>/people/", people.people, name="people"),
    path("<int:pk>/rows.<str:ending>", export.rows, name="rows"),
    path("<int:pk>/trend/", trend.trend, name="trend"),
]
