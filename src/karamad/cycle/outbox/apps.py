from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from karamad.web import navigation


class OutboxConfig(AppConfig):
    name = "karamad.cycle.outbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from karamad.cycle.outbox.actions.posting import posted  # noqa: PLC0415
        from karamad.cycle.outbox.tasks import wake  # noqa: PLC0415

        posted.connect(wake)
        navigation.register(
            navigation.Entry(
                label=_("پیام‌ها"),
                url_name="outbox:messages",
                permission="outbox:message:view",
                order=57,
                place=navigation.Place.ACCOUNT,
            )
        )
