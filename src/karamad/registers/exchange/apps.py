from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.web import navigation


class ExchangeConfig(AppConfig):
    name = "karamad.registers.exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        navigation.register(
            navigation.Entry(
                label=_("بارگذاری‌ها"),
                url_name="exchange:loads",
                permission="exchange:load:view",
                order=30,
                section=navigation.Section.PEOPLE,
            )
        )
