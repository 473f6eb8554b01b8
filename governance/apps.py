from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Governance"

    def ready(self):
        from plans.record import verifying

        from .guards import GUARDS
        from .packs.verifying import verify_packs

        verifying.guards.extend(GUARDS)
        verifying.also_verified.append(verify_packs)
