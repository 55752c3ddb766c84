from django.urls import path, re_path

from karamad.registers.people.views import (
    assignment_acts,
    export,
    people,
    person_acts,
    persons,
    posts,
    unit_acts,
    units,
)

app_name = "people"
urlpatterns = [
    path("", people.people, name="people"),
    path("search/", people.search, name="search"),
    re_path(r"^list\.(?P<ending>csv|xlsx)$", export.export, name="export"),
    path("new/", person_acts.new, name="new"),
    path("<int:pk>/record/", persons.person, name="person"),
    path("<int:pk>/edit/", person_acts.edit, name="edit"),
    path("<int:pk>/national-id/", person_acts.national_id, name="national-id"),
    path("<int:pk>/leave/", person_acts.leave, name="leave"),
    path("<int:pk>/stay/", person_acts.stay, name="stay"),
    path("<int:pk>/merge/", person_acts.merge, name="merge"),
    path(
        "<int:pk>/merged/<int:other>/take-apart/",
        person_acts.take_apart,
        name="take-apart",
    ),
    path("<int:pk>/assignments/new/", assignment_acts.add, name="assignment-new"),
    path(
        "<int:pk>/assignments/<int:seat>/edit/",
        assignment_acts.edit,
        name="assignment-edit",
    ),
    path(
        "<int:pk>/assignments/<int:seat>/end/",
        assignment_acts.end,
        name="assignment-end",
    ),
    path(
        "<int:pk>/assignments/<int:seat>/withdraw/",
        assignment_acts.withdraw,
        name="assignment-withdraw",
    ),
    path("posts/", posts.posts, name="posts"),
    path("posts/new/", posts.new, name="post-new"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/edit/", posts.edit, name="post-edit"),
    path("units/", units.units, name="units"),
    path("units/map/", units.provinces, name="provinces"),
    path("units/new/", unit_acts.new, name="unit-new"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/children/", units.children, name="unit-children"),
    path("units/<int:pk>/edit/", unit_acts.edit, name="unit-edit"),
    path("units/<int:pk>/move/", unit_acts.move, name="unit-move"),
    path("units/<int:pk>/close/", unit_acts.close, name="unit-close"),
    path("units/<int:pk>/merge/", unit_acts.merge, name="unit-merge"),
]
