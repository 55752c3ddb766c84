from django.apps import AppConfig


class LakeConfig(AppConfig):
    name = "karamad.lake"
    default_auto_field = "django.db.models.BigAutoField"
