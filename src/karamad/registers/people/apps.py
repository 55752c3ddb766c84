from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.web import navigation


class PeopleConfig(AppConfig):
    name = "karamad.registers.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        navigation.register(
            navigation.Entry(
                label=_("افراد"),
                url_name="people:people",
                permission="people:person:list",
                order=20,
            )
        )
