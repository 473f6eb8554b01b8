"""Strategies in Django admin."""

from django.contrib import admin

from ..models import Strategy
from .bases import RegisterAdmin


@admin.register(Strategy)
class StrategyAdmin(RegisterAdmin):
    autocomplete_fields = ["owner", "activities", "priorities"]
    instead = "Give it the state “Retired” instead: what carried it out stays linked."
    list_display = ["title", "kind", "state", "owner", "review_on"]
    list_filter = ["kind", "state", "owner"]
    list_select_related = ["owner"]
    search_fields = ["title", "outline"]
