from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.web import navigation


class DeliveryConfig(AppConfig):
    name = "karamad.cycle.delivery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from karamad.cycle.delivery.letters import notes  # noqa: PLC0415

        notes.register_all()
        navigation.register(
            navigation.Entry(
                label=_("اجرای دوره‌ها"),
                url_name="delivery:runs",
                permission="delivery:run:view",
                order=42,
            )
        )
