from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.web import navigation


class CoursesConfig(AppConfig):
    name = "karamad.registers.courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        navigation.register(
            navigation.Entry(
                label=_("دوره‌ها"),
                url_name="courses:courses",
                permission="courses:course:view",
                order=40,
                section=navigation.Section.TRAINING,
            )
        )
