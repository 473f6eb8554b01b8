from django.contrib import admin

from ..models import MicrosoftAccount
from .bases import FieldHistoryAdmin, ReadOnly


@admin.register(MicrosoftAccount)
class MicrosoftAccountAdmin(ReadOnly, FieldHistoryAdmin):
    """Which Microsoft account signs whom in. One is taken off on its person's own page."""

    list_display = ["user", "known_as", "object_id", "bound_at"]
    list_select_related = ["user"]
    search_fields = ["user__name", "user__email", "known_as", "object_id"]
    fields = ["user", "known_as", "issuer", "tenant", "object_id", "bound_at"]
