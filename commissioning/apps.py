from django.apps import AppConfig


class CommissioningConfig(AppConfig):
    name = "commissioning"
    verbose_name = "Commissioning"

    def ready(self):
        from plans.record import verifying
        from plans.registers import facts

        from .guards import GUARDS
        from .registers import COMMISSIONING

        verifying.guards.extend(GUARDS)
        facts.add(COMMISSIONING)
