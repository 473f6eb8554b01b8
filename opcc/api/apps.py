from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "opcc.api"
    label = "api"
    verbose_name = "Open data"

    def ready(self):
        from . import schema  # noqa: F401  (how a token stands in the description)
