from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "karamad.cycle.eligibility"
    default_auto_field = "django.db.models.BigAutoField"
