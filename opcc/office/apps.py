from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "opcc.office"
    label = "office"
    verbose_name = "The office"
