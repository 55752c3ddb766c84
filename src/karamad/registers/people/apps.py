from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "karamad.registers.people"
    default_auto_field = "django.db.models.BigAutoField"
