from django import forms
from django.contrib import admin
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from ..keys import is_key
from ..models import AccessKey
from .bases import ReadOnly
from .pages import VerbPage


class RevokeKey(VerbPage):
    """Asks, and closes somebody's key for good."""

    name = "revoke"
    title = "Revoke a key"
    button = "Revoke the key"
    form_class = forms.Form

    @cached_property
    def key(self):
        key = self.model_admin.get_object(self.request, str(self.kwargs["pk"]))
        if key is None:
            raise Http404
        return key

    def refused_because(self):
        return f"“{self.key}” was revoked before." if self.key.revoked_at else ""

    def consequences(self):
        kind = self.key.get_purpose_display().lower()
        return [
            f"“{self.key}”, a {kind} key of {self.key.user}, opens nothing from now on.",
            "This cannot be taken back. Its owner can make another.",
        ]

    def act(self, form):
        if not self.key.revoke(at=self.request.now):
            return f"“{self.key}” was revoked before."
        self.model_admin.log_change(self.request, self.key, "Revoked.")
        return f"“{self.key}” of {self.key.user} is revoked."


@admin.register(AccessKey)
class AccessKeyAdmin(ReadOnly, admin.ModelAdmin):
    """Everybody's keys. Each is made on its owner's own page, where its secret is shown once."""

    change_form_template = "admin/verbs_change_form.html"
    list_display = ["name", "user", "purpose", "made_at", "last_used_on", "revoked_at"]
    list_filter = ["purpose", ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["name", "user__name", "user__email"]
    date_hierarchy = "made_at"
    fields = ["name", "user", "purpose", "made_at", "last_used_on", "revoked_at"]

    def get_urls(self):
        return [RevokeKey.url(self, "<int:pk>/revoke/"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {"verbs": self.verbs(object_id), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def verbs(self, key):
        """[(label, address)] of the buttons on a key's page."""
        if not is_key(key):
            return []
        return [("Revoke", reverse("admin:office_accesskey_revoke", args=[key]))]
