from django.urls import path

from karamad.cycle.outbox.views import messages, preferences, wordings

app_name = "outbox"
urlpatterns = [
    path("", messages.messages, name="messages"),
    path("<int:pk>/", messages.message, name="message"),
    path("<int:pk>/again/", messages.again, name="again"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("words/", wordings.wordings, name="wordings"),
    path(
        "words/<slug:code>/<slug:channel>/<slug:language>/",
        wordings.wording,
        name="wording",
    ),
]
