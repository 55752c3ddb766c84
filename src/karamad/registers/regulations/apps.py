from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "karamad.registers.regulations"
    default_auto_field = "django.db.models.BigAutoField"
