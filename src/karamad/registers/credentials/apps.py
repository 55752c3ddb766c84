from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "karamad.registers.credentials"
    default_auto_field = "django.db.models.BigAutoField"
