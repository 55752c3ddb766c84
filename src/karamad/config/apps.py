from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "karamad.config"

    def ready(self) -> None:
        import_module("karamad.config.checks")
