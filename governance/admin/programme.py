"""The panel's work programme in Django admin."""

from django.contrib import admin

from plans.registers.admin import RegisterAdmin

from ..models import ProgrammeItem


@admin.register(ProgrammeItem)
class ProgrammeItemAdmin(RegisterAdmin):
    autocomplete_fields = ["owner", "offered_at", "activities", "priorities"]
    list_display = ["title", "origin", "offered_on", "owner", "meeting", "heard_on", "dropped_on"]
    list_filter = ["origin", "offered_on", "heard_on", "dropped_on", "owner"]
    list_select_related = ["owner", "meeting__body"]
    search_fields = ["title", "synopsis"]
    shown_only = ["chosen_on", "meeting", "heard_on", "outcome", "dropped_on", "reason"]
    instead = "Drop it on its page instead, with the reason: the panel saw it offered."
