from django.urls import path

from karamad.insight.whatif.views import answer, comparing, editing, people, scenarios

app_name = "whatif"
urlpatterns = [
    path("", scenarios.scenarios, name="scenarios"),
    path("new/", scenarios.new, name="new"),
    path("preview/<str:kind>/", editing.preview, name="preview"),
    path("<int:pk>/", answer.scenario, name="scenario"),
    path("<int:pk>/ask/", answer.ask, name="ask"),
    path("<int:pk>/stop/", answer.stop, name="stop"),
    path("<int:pk>/progress/", answer.progress, name="progress"),
    path("<int:pk>/people/", people.people, name="people"),
    path("<int:pk>/people.<str:ending>", people.export, name="export"),
    path("<int:pk>/compare/", comparing.compare, name="compare"),
    path("<int:pk>/plan/", scenarios.plan, name="plan"),
    path("<int:pk>/conditions/", editing.conditions, name="conditions"),
    path("<int:pk>/criterion/", editing.criterion, name="add"),
    path("<int:pk>/criterion/<str:criterion_id>/", editing.criterion, name="criterion"),
    path(
        "<int:pk>/criterion/<str:criterion_id>/remove/", editing.remove, name="remove"
    ),
    path("<int:pk>/text/", editing.text, name="text"),
    path("<int:pk>/readers/", scenarios.readers, name="readers"),
    path("<int:pk>/readers/<int:share_id>/remove/", scenarios.unshare, name="unshare"),
    path("<int:pk>/draft/", scenarios.propose, name="draft"),
    path("<int:pk>/delete/", scenarios.delete, name="delete"),
    path("<int:pk>/restore/", scenarios.restore, name="restore"),
]
