from django.urls import path

from karamad.insight.coverage.views import export, figures, people, trend

app_name = "coverage"
urlpatterns = [
    path("", figures.nation, name="nation"),
    path("again/", figures.again, name="again"),
    path("people/", people.people, name="all-people"),
    path("progress/<int:pk>/", figures.progress, name="progress"),
    path("rows.<str:ending>", export.rows, name="all-rows"),
    path("trend/", trend.trend, name="all-trend"),
    path("<int:pk>/", figures.unit, name="unit"),
    path("<int:pk>/people/", people.people, name="people"),
    path("<int:pk>/rows.<str:ending>", export.rows, name="rows"),
    path("<int:pk>/trend/", trend.trend, name="trend"),
]
