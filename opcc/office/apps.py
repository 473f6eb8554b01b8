from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class OfficeConfig(AppConfig):
    name = "opcc.office"
    label = "office"
    verbose_name = "The office"

    def ready(self):
        from . import checks  # noqa: F401  (registers what `check` asks)
        from .logs import sign_ins

        sign_ins.listen()


class AdministrationConfig(admin_apps.AdminConfig):
    """Django admin under the office's own name and behind its one sign-in."""

    default = False
    default_site = "opcc.office.administration.Administration"
