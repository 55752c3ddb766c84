from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "karamad.config"
