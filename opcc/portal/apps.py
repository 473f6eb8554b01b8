from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "opcc.portal"
    label = "portal"
    verbose_name = "Portal"
