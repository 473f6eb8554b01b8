"""What an administrator does with a post that writes lines in the record of what it leads."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse

from opcc.office.admin import PostAdmin as OfficePostAdmin
from opcc.office.keys import is_key
from opcc.office.models import Post

from .pages import HandOverPost

admin.site.unregister(Post)


@admin.register(Post)
class PostAdmin(OfficePostAdmin):
    """The office's page of a post, with the two verbs that only this floor can carry out."""

    change_form_template = "admin/verbs_change_form.html"
    actions = ["hand_over_a_post", "transfer_its_activities"]

    def get_urls(self):
        return [HandOverPost.url(self, "<int:pk>/hand-over/"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {"verbs": self.verbs(object_id), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def verbs(self, key):
        """[(label, address)] of the buttons on a post's page."""
        if not is_key(key):
            return []
        return [
            ("Hand over a post", hand_over_url(key)),
            ("Transfer activities to another post", transfer_url(key)),
        ]

    @admin.action(description="Hand over a post")
    def hand_over_a_post(self, request, posts):
        return self.with_one(request, posts, hand_over_url)

    @admin.action(description="Transfer activities to another post")
    def transfer_its_activities(self, request, posts):
        return self.with_one(request, posts, transfer_url)

    def with_one(self, request, posts, address):
        """Go on to the verb's page for the one post chosen, or say that it must be one."""
        keys = list(posts.values_list("pk", flat=True)[:2])
        if len(keys) == 1:
            return redirect(address(keys[0]))
        text = "Choose one post: each is handed over on its own. Nothing was changed."
        return self.message_user(request, text, messages.ERROR)


def hand_over_url(key):
    return reverse("admin:office_post_hand_over", args=[key])


def transfer_url(key):
    return reverse("admin:plans_activity_transfer", query={"post": key})
