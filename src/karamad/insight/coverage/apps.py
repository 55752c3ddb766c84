from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.web import navigation


class CoverageConfig(AppConfig):
    name = "karamad.insight.coverage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        navigation.register(
            navigation.Entry(
                label=_("پوشش"),
                url_name="coverage:nation",
                permission="coverage:figure:view",
                order=28,
                section=navigation.Section.FIGURES,
            )
        )
