from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "karamad.cycle.eligibility"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let no load be taken back on which something was decided."""
        from karamad.cycle.eligibility.actions.resting import (  # noqa: PLC0415
            is_decided,
        )
        from karamad.registers.exchange.actions.taking_back import (  # noqa: PLC0415
            ask_before_taking_back,
        )

        ask_before_taking_back(is_decided)
