"""Where every page hangs; each app owns its own addresses."""

from django.contrib import admin
from django.urls import include, path

from karamad.desk.api import api, nowhere

urlpatterns = [
    path("", include("karamad.trust.accounts.urls")),
    path("", include("karamad.web.urls")),
    path("", include("karamad.desk.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("api/<path:rest>", nowhere, name="api-nowhere"),
    path("coverage/", include("karamad.insight.coverage.urls")),
    path("courses/", include("karamad.registers.courses.urls")),
    path("", include("karamad.cycle.costs.urls")),
    path("", include("karamad.cycle.delivery.urls")),
    path("", include("karamad.cycle.eligibility.urls")),
    path("", include("karamad.cycle.planning.urls")),
    path("messages/", include("karamad.cycle.outbox.urls")),
    path("people/", include("karamad.registers.people.urls")),
    path("loads/", include("karamad.registers.exchange.urls")),
    path("profiles/", include("karamad.registers.competencies.urls")),
    path("readiness/", include("karamad.insight.readiness.urls")),
    path("scenarios/", include("karamad.insight.whatif.urls")),
    path("regulations/", include("karamad.registers.regulations.urls")),
]

handler400 = "karamad.web.views.bad_request"
handler403 = "karamad.web.views.forbidden"
handler404 = "karamad.web.views.not_found"
handler500 = "karamad.web.views.server_error"
