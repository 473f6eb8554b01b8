from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Plans"

    def ready(self):
        from opcc.office.models import posts

        from .measure_facts import MEASURES
        from .models.activities import what_a_post_leads, what_a_post_shares
        from .registers import carrying, facts

        facts.add([MEASURES])
        posts.open_work.append(what_a_post_leads)
        posts.shared_work.append(what_a_post_shares)
        posts.open_work.append(carrying.what_a_post_answers_for)
        posts.carried_work.append(
            posts.Carried(carrying.what_a_post_answers_for, carrying.carry_registers)
        )
