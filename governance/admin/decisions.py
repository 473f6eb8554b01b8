"""Decisions in Django admin."""

from django.contrib import admin

from plans.registers.admin import RegisterAdmin

from ..models import Decision


@admin.register(Decision)
class DecisionAdmin(RegisterAdmin):
    autocomplete_fields = ["owner", "meeting", "activities"]
    list_display = ["reference", "title", "taken_on", "taken_by", "cost", "owner"]
    list_filter = ["taken_on", "owner"]
    list_select_related = ["owner"]
    search_fields = ["reference", "title", "reason"]
    instead = "A decision stays on record. Take a later one that replaces it."
