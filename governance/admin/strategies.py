"""Strategies in Django admin."""

from django.contrib import admin

from plans.registers.admin import RegisterAdmin

from ..models import Strategy


@admin.register(Strategy)
class StrategyAdmin(RegisterAdmin):
    autocomplete_fields = ["owner", "activities", "priorities"]
    instead = "Give it the state “Retired” instead: what carried it out stays linked."
    list_display = ["title", "kind", "state", "owner", "review_on"]
    list_filter = ["kind", "state", "owner"]
    list_select_related = ["owner"]
    search_fields = ["title", "outline"]
