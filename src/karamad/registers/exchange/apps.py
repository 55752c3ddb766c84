from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "karamad.registers.exchange"
    default_auto_field = "django.db.models.BigAutoField"
