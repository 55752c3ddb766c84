from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "karamad.cycle.delivery"
    default_auto_field = "django.db.models.BigAutoField"
