from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.trust.accounts.permissions import Permission
from karamad.web import beside, navigation


class PlanningConfig(AppConfig):
    name = "karamad.cycle.planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from karamad.cycle.eligibility.demo import chapters  # noqa: PLC0415
        from karamad.cycle.outbox import letters as outbox  # noqa: PLC0415
        from karamad.cycle.planning.actions import priorities, tariffs  # noqa: PLC0415
        from karamad.cycle.planning.letters import notes  # noqa: PLC0415
        from karamad.registers.exchange import seeding  # noqa: PLC0415

        chapters.add("karamad.cycle.planning.demo.year.tell")
        outbox.register(notes.ANSWER)
        outbox.register(notes.ANSWER_TAKEN_BACK)
        outbox.register(notes.RETURN)
        beside.register(
            beside.Page(
                "eligibility:missing-course",
                _("درخواست این دوره"),
                "planning:request-for",
                Permission.PLANNING_NEED_REQUEST,
                keeps=("course",),
            )
        )
        seeding.also(priorities.seed)
        seeding.also(tariffs.seed)
        navigation.register(
            navigation.Entry(
                label=_("نیازها"),
                url_name="planning:needs",
                permission="planning:need:view",
                order=38,
                section=navigation.Section.TRAINING,
            ),
            navigation.Entry(
                label=_("برنامه‌ها"),
                url_name="planning:plans",
                permission="planning:plan:view",
                order=39,
                section=navigation.Section.TRAINING,
            ),
            navigation.Entry(
                label=_("برنامه‌های سراسری"),
                url_name="planning:programmes",
                permission="planning:programme:view",
                order=40,
                section=navigation.Section.TRAINING,
            ),
            navigation.Entry(
                label=_("درخواست‌های آموزشی من"),
                url_name="planning:mine",
                permission="planning:need:request",
                order=60,
                place=navigation.Place.ACCOUNT,
            ),
        )
