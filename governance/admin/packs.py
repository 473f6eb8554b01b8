"""Packs in Django admin: read here, and written by nobody."""

from django.contrib import admin

from opcc.office.admin.bases import ReadOnly, ReadOnlyInline

from ..models import Pack, PackDraft, PackOpening, PackPart


class PackOpeningInline(ReadOnlyInline):
    model = PackOpening
    fields = ["public_from", "words", "made_at", "made_by_name", "made_by_post"]


@admin.register(Pack)
class PackAdmin(ReadOnly, admin.ModelAdmin):
    """A pack is never changed or deleted; the database refuses it too."""

    inlines = [PackOpeningInline]
    exclude = ["frozen"]
    list_display = ["meeting", "plan", "version", "cut_off", "published_at", "published_by_name"]
    list_filter = ["plan", "version"]
    list_select_related = ["meeting__body", "plan"]
    search_fields = ["meeting__body__name", "digest", "published_by_name", "reason"]
    date_hierarchy = "published_at"

    def get_queryset(self, request):
        return super().get_queryset(request).without_text()


@admin.register(PackPart)
class PackPartAdmin(ReadOnly, admin.ModelAdmin):
    exclude = ["frozen"]
    list_display = ["pack", "activity", "digest"]
    list_filter = ["pack__plan"]
    list_select_related = ["pack__meeting__body"]
    search_fields = ["digest"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("frozen", "pack__frozen")


@admin.register(PackOpening)
class PackOpeningAdmin(ReadOnly, admin.ModelAdmin):
    """Its lines are written on the pack's own page."""

    list_display = ["pack", "public_from", "made_at", "made_by_name"]
    list_filter = ["public_from"]
    list_select_related = ["pack__meeting__body"]
    search_fields = ["words", "made_by_name"]
    date_hierarchy = "made_at"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("pack__frozen")


@admin.register(PackDraft)
class PackDraftAdmin(ReadOnly, admin.ModelAdmin):
    """Written and discarded on its own page, where two people at once lose nothing."""

    list_display = ["meeting", "plan", "cut_off", "saved_by", "saved_at"]
    list_filter = ["plan"]
    list_select_related = ["meeting__body", "plan", "saved_by"]
    search_fields = ["meeting__body__name", "commentary"]
    date_hierarchy = "saved_at"
