from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.web import navigation


class CompetenciesConfig(AppConfig):
    name = "karamad.registers.competencies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        navigation.register(
            navigation.Entry(
                label=_("نمایه‌ها"),
                url_name="competencies:profiles",
                permission="competencies:profile:view",
                order=50,
                section=navigation.Section.ELIGIBILITY,
            )
        )
