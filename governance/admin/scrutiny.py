"""Questions and recommendations in Django admin."""

from django.contrib import admin

from ..models import ScrutinyItem
from .bases import RegisterAdmin


@admin.register(ScrutinyItem)
class ScrutinyItemAdmin(RegisterAdmin):
    list_display = ["title", "kind"]
    search_fields = ["title"]
