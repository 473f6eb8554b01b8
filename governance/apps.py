from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Governance"

    def ready(self):
        from opcc.office.models import posts
        from plans import links as pages
        from plans.record import verifying

        from . import carrying, links
        from .guards import GUARDS
        from .packs.verifying import verify_packs

        verifying.guards.extend(GUARDS)
        verifying.also_verified.append(verify_packs)
        pages.about_activity.append(links.about_activity)
        pages.about_post.append(links.about_post)
        pages.about_priority.append(links.about_priority)
        posts.open_work.append(carrying.what_a_post_answers_for)
        posts.carried_work.append(
            posts.Carried(carrying.what_a_post_answers_for, carrying.carry_registers)
        )
