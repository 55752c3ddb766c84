from django.urls import path

from karamad.cycle.eligibility.views import (
    candidacies,
    decisions,
    history,
    objections,
    passport,
    who,
)

app_name = "eligibility"
urlpatterns = [
    path("people/<int:pk>/", passport.passport, name="passport"),
    path("people/<int:pk>/history/", history.history, name="history"),
    path("people/<int:pk>/consider/", candidacies.consider, name="consider"),
    path("people/<int:pk>/decide/", decisions.decide, name="decide"),
    path("people/<int:pk>/object/", objections.raise_one, name="object"),
    path("candidacies/<int:pk>/end/", candidacies.end, name="candidacy-end"),
    path("who/", who.who, name="who"),
    path("who/<int:pk>/", who.inquiry, name="inquiry"),
    path("who/<int:pk>/progress/", who.progress, name="inquiry-progress"),
    path("who/<int:pk>/cancel/", who.cancel, name="inquiry-cancel"),
    path("who/<int:pk>/resume/", who.resume, name="inquiry-resume"),
    path("who/<int:pk>/export/<str:ending>/", who.export, name="inquiry-export"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/withdraw/", decisions.withdraw, name="withdraw"),
    path("objections/", objections.objections, name="objections"),
    path("objections/<int:pk>/", objections.objection, name="objection"),
]
