from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "karamad.trust.audit"
    default_auto_field = "django.db.models.BigAutoField"
