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
                section=navigation.Section.PEOPLE,
            ),
            navigation.Entry(
                label=_("واحدها"),
                url_name="people:units",
                permission="people:unit:view",
                order=24,
                section=navigation.Section.PEOPLE,
            ),
            navigation.Entry(
                label=_("پست‌ها"),
                url_name="people:posts",
                permission="people:unit:view",
                order=26,
                section=navigation.Section.PEOPLE,
            ),
        )
