from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Plans"

    def ready(self):
        from opcc.office.models import posts

        from .models.activities import what_a_post_leads

        posts.open_work.append(what_a_post_leads)
