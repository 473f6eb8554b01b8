"""Providers in Django admin."""

from django.contrib import admin

from plans.registers.admin import RegisterAdmin

from ..models import Provider


@admin.register(Provider)
class ProviderAdmin(RegisterAdmin):
    autocomplete_fields = ["owner"]
    list_display = ["name", "kind", "registered_number", "owner", "ended_on"]
    list_filter = ["kind", "owner"]
    list_select_related = ["owner"]
    search_fields = ["name", "registered_number"]
    instead = "Give the day from which it is no longer used instead: its contracts name it."
