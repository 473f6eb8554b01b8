"""Activities and their milestones: shown here, changed by the verbs of the record alone."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from opcc.office.admin.bases import ReadOnly, ReadOnlyInline
from opcc.office.keys import is_key

from ..models import Activity, Milestone, Ownership
from .pages import (
    MOST_AT_ONCE,
    AddMilestone,
    PromiseActivity,
    RewordActivity,
    TransferActivities,
)


class OwnershipInline(ReadOnlyInline):
    model = Ownership
    fields = ["post", "role"]
    verbose_name_plural = "joint owners and contributors"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("post")


class MilestoneInline(ReadOnlyInline):
    model = Milestone
    fields = ["title", "due_on", "first_due_on", "met_on"]


@admin.register(Activity)
class ActivityAdmin(ReadOnly, admin.ModelAdmin):
    """Adding goes through the verb that promises; a stored activity is read only."""

    change_form_template = "admin/verbs_change_form.html"
    inlines = [OwnershipInline, MilestoneInline]
    actions = ["transfer_to_another_post"]
    list_display = ["reference", "title", "plan", "lead", "status", "due_on", "moves", "said_on"]
    list_display_links = ["title"]
    list_filter = [
        "plan",
        "status",
        "kind",
        ("lead", admin.RelatedOnlyFieldListFilter),
        ("priorities", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["title", "detail", "lead__title", "objective__title"]
    date_hierarchy = "due_on"
    fieldsets = [
        (None, {"fields": ["plan", "objective", "number", "title", "detail", "kind"]}),
        ("Owner", {"fields": ["lead"]}),
        ("Dates", {"fields": ["starts_on", "due_on", "first_due_on", "moves"]}),
        ("Standing", {"fields": ["status", "said_on", "in_priorities", "carried_from", "lines"]}),
    ]
    readonly_fields = ["in_priorities", "lines"]

    def has_add_permission(self, request):
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_queryset(self, request):
        return super().get_queryset(request).for_page()

    def get_urls(self):
        pages = [
            PromiseActivity.url(self, "add/"),
            TransferActivities.url(self, "transfer/"),
            RewordActivity.url(self, "<int:pk>/reword/"),
            AddMilestone.url(self, "<int:pk>/milestone/"),
        ]
        return [*pages, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {
            "verbs": self.verbs(object_id),
            "guidance": "Each fact below changes with a line in the record that says why. Reword, "
            "add a milestone or transfer it here. A date is moved, and progress said, on the "
            "activity's own page (“View on site”): a move is accepted by the post that answers "
            "for the whole plan.",
        }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def verbs(self, key):
        """[(label, address)] of the buttons on an activity's page."""
        if not is_key(key):
            return []
        transfer = reverse("admin:plans_activity_transfer", query={"activities": key})
        return [
            ("Reword", reverse("admin:plans_activity_reword", args=[key])),
            ("Add a milestone", reverse("admin:plans_activity_milestone", args=[key])),
            ("Transfer to another post", transfer),
        ]

    @admin.action(description="Transfer activities to another post")
    def transfer_to_another_post(self, request, activities):
        keys = [str(key) for key in activities.values_list("pk", flat=True)[: MOST_AT_ONCE + 1]]
        if len(keys) > MOST_AT_ONCE:
            text = f"Choose at most {MOST_AT_ONCE} activities at a time. Nothing was changed."
            self.message_user(request, text, messages.ERROR)
            return None
        query = {"activities": ",".join(keys)}
        return redirect(reverse("admin:plans_activity_transfer", query=query))

    @admin.display(description="number", ordering="objective__number")
    def reference(self, activity):
        return activity.reference

    @admin.display(description="priorities")
    def in_priorities(self, activity):
        return "; ".join(str(p) for p in activity.priorities.all()) or "None"

    @admin.display(description="lines in the record")
    def lines(self, activity):
        url = reverse("admin:plans_entry_changelist", query={"activity__id__exact": activity.pk})
        return format_html('<a href="{}">{} in the record</a>', url, activity.version)


@admin.register(Milestone)
class MilestoneAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "activity", "due_on", "first_due_on", "met_on"]
    list_filter = [("met_on", admin.EmptyFieldListFilter), "activity__plan"]
    list_select_related = ["activity__objective"]
    search_fields = ["title", "activity__title"]
    date_hierarchy = "due_on"
