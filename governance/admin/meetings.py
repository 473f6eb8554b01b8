"""Meetings in Django admin."""

from django.contrib import admin

from ..models import Meeting
from .bases import RegisterAdmin


@admin.register(Meeting)
class MeetingAdmin(RegisterAdmin):
    list_display = ["body", "on"]
    list_select_related = ["body"]
    search_fields = ["body__name"]
