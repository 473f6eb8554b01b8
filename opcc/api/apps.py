from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "opcc.api"
    label = "api"
    verbose_name = "Open data"
