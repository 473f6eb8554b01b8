"""Commissioning intentions in Django admin."""

from django.contrib import admin

from plans.registers.admin import RegisterAdmin

from ..models import Intention

DECIDED = ["year", "resources_asked"]
"""What stays as the decision found it."""


@admin.register(Intention)
class IntentionAdmin(RegisterAdmin):
    autocomplete_fields = ["owner", "service", "priorities", "activities"]
    list_display = ["title", "year", "theme", "resources_asked", "outcome", "owner"]
    list_filter = ["year", "theme", "outcome"]
    list_select_related = ["owner"]
    search_fields = ["title", "words"]
    shown_only = ["outcome", "resources_agreed", "decision"]
    instead = "Say on its page that it was not agreed instead: what was asked for stays."

    def get_readonly_fields(self, request, obj=None):
        decided = DECIDED if obj and obj.is_decided else []
        return [*super().get_readonly_fields(request, obj), *decided]

    def why_it_remains(self, row):
        return "decided" if row.is_decided else ""
