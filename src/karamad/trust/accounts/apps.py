from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "karamad.trust.accounts"
    default_auto_field = "django.db.models.BigAutoField"
