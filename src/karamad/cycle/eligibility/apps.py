from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.web import navigation


class EligibilityConfig(AppConfig):
    name = "karamad.cycle.eligibility"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let no load be taken back on which something was decided; and the menu."""
        from karamad.cycle.eligibility.actions.resting import (  # noqa: PLC0415
            is_decided,
        )
        from karamad.cycle.eligibility.letters.lapsing import LAPSES  # noqa: PLC0415
        from karamad.cycle.outbox.letters import register  # noqa: PLC0415
        from karamad.registers.exchange.actions.taking_back import (  # noqa: PLC0415
            ask_before_taking_back,
        )

        ask_before_taking_back(is_decided)
        register(LAPSES)

        navigation.register(
            navigation.Entry(
                label=_("واجدان شرایط"),
                url_name="eligibility:who",
                permission="eligibility:verdict:list",
                order=30,
                section=navigation.Section.ELIGIBILITY,
            ),
            navigation.Entry(
                label=_("تصمیم‌ها"),
                url_name="eligibility:decisions",
                permission="eligibility:decision:view",
                order=32,
                section=navigation.Section.ELIGIBILITY,
            ),
            navigation.Entry(
                label=_("اعتراض‌ها"),
                url_name="eligibility:objections",
                permission="eligibility:objection:answer",
                order=34,
                section=navigation.Section.ELIGIBILITY,
            ),
        )
