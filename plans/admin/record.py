"""The record, the drafts that become lines of it, and documents being read. All only shown."""

from django.contrib import admin

from opcc.office.admin.bases import ReadOnly

from ..models import Draft, Entry, EvidenceFile, Intake


@admin.register(Entry)
class EntryAdmin(ReadOnly, admin.ModelAdmin):
    """A line is never changed or deleted; the database refuses it too."""

    list_display = ["number", "plan", "kind", "activity", "said_on", "made_at", "made_by_name"]
    list_display_links = ["number", "kind"]
    list_filter = ["plan", "kind", "status", "reason_category"]
    list_select_related = ["plan", "activity__objective"]
    search_fields = ["activity__title", "narrative", "reason", "made_by_name", "made_by_post"]
    date_hierarchy = "made_at"
    ordering = ["-made_at", "-number"]

    def lookup_allowed(self, lookup, value, request):
        return lookup == "activity__id__exact" or super().lookup_allowed(lookup, value, request)


@admin.register(Draft)
class DraftAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["activity", "kind", "state", "author", "saved_at", "submitted_at"]
    list_filter = ["state", "kind", "activity__plan"]
    list_select_related = ["activity__objective", "author"]
    search_fields = ["activity__title", "author__name"]
    date_hierarchy = "saved_at"


@admin.register(EvidenceFile)
class EvidenceFileAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "kind", "size", "activity", "added_by", "added_at"]
    list_filter = ["kind", "activity__plan"]
    list_select_related = ["activity__objective", "added_by"]
    search_fields = ["name", "sha256", "activity__title", "added_by__name"]
    date_hierarchy = "added_at"


@admin.register(Intake)
class IntakeAdmin(ReadOnly, admin.ModelAdmin):
    exclude = ["table"]
    list_display = ["source_name", "title", "made_by", "made_at", "imported_at", "plan"]
    list_filter = [("imported_at", admin.EmptyFieldListFilter)]
    list_select_related = ["made_by", "plan"]
    search_fields = ["source_name", "title", "made_by__name"]
    date_hierarchy = "made_at"
