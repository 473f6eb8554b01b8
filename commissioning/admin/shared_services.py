"""Shared services in Django admin."""

from django.contrib import admin

from plans.registers.admin import RegisterAdmin

from ..models import SharedService


@admin.register(SharedService)
class SharedServiceAdmin(RegisterAdmin):
    autocomplete_fields = ["owner", "department", "priorities", "activities"]
    list_display = ["title", "host", "department", "owner", "ended_on"]
    list_filter = ["host", "owner"]
    list_select_related = ["department", "owner"]
    search_fields = ["title", "outline"]
    instead = "Give the day on which it ended instead: agreements and plans name it."
