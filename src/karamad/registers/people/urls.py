from django.urls import path

from karamad.registers.people.views import people, persons

app_name = "people"
urlpatterns = [
    path("", people.people, name="people"),
    path("search/", people.search, name="search"),
    path("<int:pk>/record/", persons.person, name="person"),
]
