from django.urls import path

from karamad.cycle.costs.views import (
    export,
    invoices,
    lines,
    plan,
    provinces,
    run,
    year,
)

app_name = "costs"
urlpatterns = [
    path("costs/", provinces.provinces, name="provinces"),
    path("plans/actual/", year.year, name="year"),
    path("plans/actual/rows.<str:ending>", export.year_rows, name="year-rows"),
    path("plans/<int:pk>/actual/", plan.plan, name="plan"),
    path("plans/<int:pk>/actual/rows.<str:ending>", export.rows, name="plan-rows"),
    path(
        "plans/<int:pk>/lines/<int:line_number>/open/", lines.open_run, name="open-run"
    ),
    path("plans/<int:pk>/lines/<int:line_number>/runs/", lines.runs, name="line-runs"),
    path("runs/<int:pk>/costs/", run.run, name="run"),
    path("runs/<int:pk>/costs/line/", lines.carry, name="carry"),
    path("runs/<int:pk>/costs/line/untie/", lines.untie, name="untie"),
    path("runs/<int:pk>/invoices/new/", invoices.new, name="new-invoice"),
    path("runs/<int:pk>/invoices/<int:invoice_id>/", invoices.edit, name="invoice"),
    path(
        "runs/<int:pk>/invoices/<int:invoice_id>/cancel/",
        invoices.cancel,
        name="cancel-invoice",
    ),
    path(
        "runs/<int:pk>/invoices/<int:invoice_id>/put-back/",
        invoices.put_back,
        name="put-back-invoice",
    ),
]
