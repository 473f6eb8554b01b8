"""Grants in Django admin."""

from django.contrib import admin

from ..models import Grant
from .publication import MonthlyAdmin


@admin.register(Grant)
class GrantAdmin(MonthlyAdmin):
    autocomplete_fields = ["owner", "recipient", "service", "activities"]
    list_display = ["title", "recipient", "made_on", "amount", "published_on", "owner"]
    list_filter = ["made_on", "published_on", "owner"]
    list_select_related = ["recipient", "owner"]
    search_fields = ["title", "purpose", "recipient__name"]
