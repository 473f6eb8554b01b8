"""Meetings and their papers in Django admin."""

from django.contrib import admin

from plans.registers.admin import LINKS, RegisterAdmin

from ..models import Meeting, Paper


class PaperInline(admin.StackedInline):
    model = Paper
    fields = [("kind", "title"), "link"]
    extra = 0
    formfield_overrides = LINKS


@admin.register(Meeting)
class MeetingAdmin(RegisterAdmin):
    inlines = [PaperInline]
    autocomplete_fields = ["body"]
    date_hierarchy = "on"
    list_display = ["body", "on", "starts_at", "place", "cancelled_on"]
    list_filter = ["body"]
    list_select_related = ["body"]
    search_fields = ["body__name", "place", "summary"]
    instead = "Cancel it on its page instead: what was raised stays."

    def get_readonly_fields(self, request, obj=None):
        """What was said to one body's members stays with that body."""
        return [*super().get_readonly_fields(request, obj), *(["body"] if obj else [])]
