from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.web import navigation


class ReadinessConfig(AppConfig):
    name = "karamad.insight.readiness"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from karamad.cycle.eligibility.demo import chapters  # noqa: PLC0415

        chapters.add("karamad.insight.readiness.demo.election.tell")
        navigation.register(
            navigation.Entry(
                label=_("آمادگی"),
                url_name="readiness:targets",
                permission="readiness:target:view",
                order=36,
                section=navigation.Section.FIGURES,
            )
        )
