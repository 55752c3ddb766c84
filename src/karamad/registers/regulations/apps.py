from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.web import navigation


class RegulationsConfig(AppConfig):
    name = "karamad.registers.regulations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        navigation.register(
            navigation.Entry(
                label=_("مقررات"),
                url_name="regulations:documents",
                permission="regulations:document:view",
                order=60,
                section=navigation.Section.ELIGIBILITY,
            )
        )
