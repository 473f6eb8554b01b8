from django.contrib import admin

from ..models import Office


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):
    """One row: it is changed, never added twice and never deleted."""

    list_display = ["full_name", "short_name", "area"]
    readonly_fields = ["is_demonstration"]
    fields = [
        "full_name",
        "short_name",
        "area",
        "commissioner_title",
        "panel_name",
        "is_demonstration",
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Office.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False
