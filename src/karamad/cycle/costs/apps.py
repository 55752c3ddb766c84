from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.web import beside, navigation


class CostsConfig(AppConfig):
    name = "karamad.cycle.costs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from karamad.cycle.eligibility.demo import chapters  # noqa: PLC0415

        chapters.add("karamad.cycle.costs.demo.spent.tell")
        beside.register(
            beside.Page("delivery:run", _("هزینه و ردیف برنامه"), "costs:run", READ),
            beside.Page(
                "planning:plan", _("برنامه در برابر عملکرد"), "costs:plan", VIEW
            ),
            beside.Page("planning:approved-line", _("اجراها"), "costs:line-runs", PLAN),
            beside.Page(
                "planning:plans",
                _("برنامه در برابر عملکرد"),
                "costs:year",
                VIEW,
                keeps=("year", "unit"),
            ),
        )
        navigation.register(
            navigation.Entry(
                label=_("بهای آموزش"),
                url_name="costs:provinces",
                permission=VIEW,
                order=43,
                section=navigation.Section.TRAINING,
            )
        )


PLAN = "planning:plan:view"
READ = "costs:invoice:view"
VIEW = "costs:figure:view"
