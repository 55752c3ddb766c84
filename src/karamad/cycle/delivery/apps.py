from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.web import beside, navigation


class DeliveryConfig(AppConfig):
    name = "karamad.cycle.delivery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from karamad.cycle.delivery.actions import ruling  # noqa: PLC0415
        from karamad.cycle.delivery.letters import notes  # noqa: PLC0415
        from karamad.cycle.eligibility.demo import chapters  # noqa: PLC0415
        from karamad.registers.exchange import seeding  # noqa: PLC0415

        chapters.add("karamad.cycle.delivery.demo.runs.tell")
        chapters.add("karamad.cycle.delivery.demo.results.tell")
        chapters.add("karamad.cycle.delivery.demo.materials.tell")
        notes.register_all()
        seeding.also(ruling.seed)
        beside.register(
            beside.Page(
                "planning:need", _("معرفی برای اجرا"), "delivery:name-needed", NAME
            ),
            beside.Page(
                "planning:need-people",
                _("معرفی برای اجرا"),
                "delivery:name-needed",
                NAME,
            ),
            beside.Page(
                "planning:left", _("معرفی برای اجرا"), "delivery:name-left", NAME
            ),
            beside.Page(
                "courses:course",
                _("محتوای این دوره"),
                "delivery:materials",
                "courses:material:view",
            ),
        )
        navigation.register(
            navigation.Entry(
                label=_("اجرای دوره‌ها"),
                url_name="delivery:runs",
                permission="delivery:run:view",
                order=42,
                section=navigation.Section.TRAINING,
            ),
            navigation.Entry(
                label=_("دوره‌های من"),
                url_name="delivery:mine",
                permission="delivery:enrolment:ask",
                order=41,
                section=navigation.Section.TRAINING,
            ),
            navigation.Entry(
                label=_("تقویم"),
                url_name="delivery:calendar",
                permission="delivery:run:view",
                order=43,
                section=navigation.Section.TRAINING,
            ),
            navigation.Entry(
                label=_("مدرسان"),
                url_name="delivery:instructors",
                permission="delivery:run:edit",
                order=45,
                section=navigation.Section.TRAINING,
            ),
            navigation.Entry(
                label=_("حضور در کلاس"),
                url_name="delivery:hall",
                permission="delivery:attendance:take",
                order=44,
                section=navigation.Section.TRAINING,
            ),
        )


NAME = "delivery:enrolment:nominate"
