from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "karamad.registers.courses"
    default_auto_field = "django.db.models.BigAutoField"
