"""Services in Django admin."""

from django.contrib import admin

from plans.registers.admin import RegisterAdmin

from ..models import Service


@admin.register(Service)
class ServiceAdmin(RegisterAdmin):
    autocomplete_fields = ["owner", "priorities", "activities", "bodies"]
    list_display = ["title", "kind", "owner", "starts_on", "ended_on"]
    list_filter = ["kind", "owner"]
    list_select_related = ["owner"]
    search_fields = ["title", "purpose"]
    instead = "Give the day on which it ended instead: its contracts name it."
