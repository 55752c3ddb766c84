from django.apps import AppConfig


class CompetenciesConfig(AppConfig):
    name = "karamad.registers.competencies"
    default_auto_field = "django.db.models.BigAutoField"
