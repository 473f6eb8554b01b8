from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Governance"

    def ready(self):
        from plans.record import verifying
        from plans.registers import facts

        from .guards import GUARDS
        from .packs.verifying import verify_packs
        from .registers import GOVERNANCE

        verifying.guards.extend(GUARDS)
        verifying.also_verified.append(verify_packs)
        facts.add(GOVERNANCE)
