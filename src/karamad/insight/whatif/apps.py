from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.web import navigation


class WhatIfConfig(AppConfig):
    name = "karamad.insight.whatif"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        navigation.register(
            navigation.Entry(
                label=_("سناریوها"),
                url_name="whatif:scenarios",
                permission="whatif:scenario:ask",
                order=52,
                section=navigation.Section.FIGURES,
            )
        )
