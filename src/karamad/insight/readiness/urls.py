from django.urls import path

from karamad.insight.readiness.views import board, people, reading, targets

app_name = "readiness"
urlpatterns = [
    path("", targets.targets, name="targets"),
    path("new/", targets.new, name="new"),
    path("board/", board.boards, name="boards"),
    path("<int:pk>/", reading.target, name="target"),
    path("<int:pk>/board/", board.board, name="board"),
    path("<int:pk>/close/", targets.close, name="close"),
    path("<int:pk>/edit/", targets.edit, name="edit"),
    path("<int:pk>/open/", targets.reopen, name="open"),
    path("<int:pk>/people/", people.people, name="people"),
    path("<int:pk>/rows.<str:ending>", reading.export, name="export"),
]
