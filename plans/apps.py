from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Plans"

    def ready(self):
        from opcc.office.models import posts

        from .models.activities import what_a_post_leads, what_a_post_shares

        posts.open_work.append(what_a_post_leads)
        posts.shared_work.append(what_a_post_shares)
