"""Publication duties in Django admin."""

from django.contrib import admin

from plans.registers.admin import LinesInline, RegisterAdmin

from ..models import PublicationDuty, PublicationMade


class PublicationMadeInline(LinesInline):
    model = PublicationMade
    fields = ["said_on", "words", "covers_until", "link", "made_by_name"]


@admin.register(PublicationDuty)
class PublicationDutyAdmin(RegisterAdmin):
    inlines = [PublicationMadeInline]
    autocomplete_fields = ["owner", "activities"]
    instead = "Change what no longer stands in it instead: what was published stays."
    list_display = ["title", "source", "interval", "owner"]
    list_filter = ["interval", "is_prominent", "owner"]
    list_select_related = ["owner"]
    search_fields = ["title", "source", "outline"]
