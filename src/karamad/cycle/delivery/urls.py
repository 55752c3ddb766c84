from django.urls import path

from karamad.cycle.delivery.views import (
    attendance,
    hall,
    outcomes,
    roster,
    runs,
    scores,
)

app_name = "delivery"
urlpatterns = [
    path("completion-rules/", outcomes.rules, name="rules"),
    path("completion-rules/set/", outcomes.rule, name="rule"),
    path("hall/", hall.hall, name="hall"),
    path("hall/lists.json", hall.lists, name="hall-lists"),
    path("hall/manifest.json", hall.manifest, name="hall-manifest"),
    path("hall/marks/", hall.marks, name="hall-marks"),
    path("hall/worker.js", hall.worker, name="hall-worker"),
    path("runs/", runs.runs, name="runs"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:pk>/close/", outcomes.close, name="close"),
    path("runs/<int:pk>/compute/", outcomes.compute, name="compute"),
    path("runs/<int:pk>/outcomes/", outcomes.outcomes, name="outcomes"),
    path("runs/<int:pk>/people/", roster.roster, name="roster"),
    path("runs/<int:pk>/scores/", scores.scores, name="scores"),
    path("sessions/<int:pk>/attendance/", attendance.attendance, name="attendance"),
    path("sessions/<int:pk>/sheet/", attendance.sheet, name="sheet"),
]
