from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.web import navigation


class EligibilityConfig(AppConfig):
    name = "karamad.cycle.eligibility"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        navigation.register(
            navigation.Entry(
                label=_("واجدان شرایط"),
                url_name="eligibility:who",
                permission="eligibility:verdict:list",
                order=30,
            ),
            navigation.Entry(
                label=_("تصمیم‌ها"),
                url_name="eligibility:decisions",
                permission="eligibility:decision:view",
                order=32,
            ),
            navigation.Entry(
                label=_("اعتراض‌ها"),
                url_name="eligibility:objections",
                permission="eligibility:objection:answer",
                order=34,
            ),
        )
