"""The Police and Crime Plan with its priorities, the delivery plans with their objectives."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse

from opcc.office.admin.bases import FieldHistoryAdmin, Kept, NamedChoices
from opcc.office.keys import is_key

from ..models import DeliveryPlan, Objective, PoliceAndCrimePlan, Priority
from .pages import RollForward

UPDATE_EVERY_STANDS = (
    "It stands, because the plan has lines in its record: with another number of days, other "
    "activities would show as “No update received” on days gone by. Rolling the plan forward "
    "asks for next year's."
)


class PriorityInline(admin.StackedInline):
    model = Priority
    fields = [("number", "title"), "outline"]
    extra = 0
    can_delete = False
    show_change_link = True


@admin.register(PoliceAndCrimePlan)
class PoliceAndCrimePlanAdmin(Kept, NamedChoices, FieldHistoryAdmin):
    inlines = [PriorityInline]
    list_display = ["title", "starts_on", "ends_on", "refreshed_on"]
    search_fields = ["title"]
    date_hierarchy = "starts_on"
    instead = "Leave it: delivery plans and priorities of past years go on pointing to it."


@admin.register(Priority)
class PriorityAdmin(Kept, NamedChoices, FieldHistoryAdmin):
    autocomplete_fields = ["plan"]
    list_display = ["title", "number", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["title", "outline"]
    instead = "Take it off each activity first, with “Reword” on the activity's page."

    def get_readonly_fields(self, request, obj=None):
        return ["plan"] if obj else []


class ObjectiveForm(forms.ModelForm):
    class Meta:
        model = Objective
        fields = ["plan", "number", "title"]

    def clean_number(self):
        number = self.cleaned_data["number"]
        stored = self.instance
        if stored.pk and number != self.initial["number"] and stored.activities.exists():
            raise ValidationError(
                f"Objective {self.initial['number']} has activities, which people quote by its "
                "number. The number stays; the title may change."
            )
        return number


class ObjectiveInline(admin.StackedInline):
    model = Objective
    form = ObjectiveForm
    fields = [("number", "title")]
    extra = 0
    can_delete = False
    show_change_link = True


@admin.register(DeliveryPlan)
class DeliveryPlanAdmin(Kept, NamedChoices, FieldHistoryAdmin):
    change_form_template = "admin/verbs_change_form.html"
    inlines = [ObjectiveInline]
    actions = ["roll_forward"]
    autocomplete_fields = ["police_and_crime_plan"]
    fields = [
        "title",
        "starts_on",
        "police_and_crime_plan",
        "update_every",
        "state",
        "previous",
        "record_length",
    ]
    list_display = ["title", "starts_on", "state", "activities_counted", "record_length"]
    list_filter = ["state"]
    search_fields = ["title"]
    date_hierarchy = "starts_on"
    instead = "Close it instead: open it and choose the state “Closed”. Its pages and record stay."

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(activity_count=Count("activities"))

    def get_readonly_fields(self, request, obj=None):
        fixed = ["starts_on", "update_every"] if has_lines(obj) else []
        return [*fixed, "previous", "record_length"]

    def get_form(self, request, obj=None, **kwargs):
        words = {"help_texts": {"update_every": UPDATE_EVERY_STANDS}} if has_lines(obj) else {}
        return super().get_form(request, obj, **words, **kwargs)

    def save_model(self, request, obj, form, change):
        """Save what was typed and no more: the end of the record's chain moves meanwhile."""
        if not change:
            return super().save_model(request, obj, form, change)
        obj._history_user = request.user
        return obj.save(update_fields=form.changed_data) if form.changed_data else None

    def get_urls(self):
        return [RollForward.url(self, "<int:pk>/roll-forward/"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {"verbs": self.verbs(object_id), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def verbs(self, key):
        """[(label, address)] of the buttons on a plan's page."""
        return [("Roll forward to next year", roll_forward_url(key))] if is_key(key) else []

    @admin.action(description="Roll a plan forward to next year")
    def roll_forward(self, request, plans):
        keys = list(plans.values_list("pk", flat=True)[:2])
        if len(keys) == 1:
            return redirect(roll_forward_url(keys[0]))
        text = "Choose one plan: each is rolled forward on its own. Nothing was changed."
        return self.message_user(request, text, messages.ERROR)

    @admin.display(description="activities", ordering="activity_count")
    def activities_counted(self, plan):
        return plan.activity_count


def has_lines(plan):
    return bool(plan and plan.record_length)


def roll_forward_url(key):
    return reverse("admin:plans_deliveryplan_roll_forward", args=[key])


@admin.register(Objective)
class ObjectiveAdmin(Kept, NamedChoices, FieldHistoryAdmin):
    form = ObjectiveForm
    autocomplete_fields = ["plan"]
    list_display = ["title", "number", "plan", "activities_counted"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["title", "plan__title"]
    instead = "It stays while activities stand under it. Withdraw the activities that are dropped."

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(activity_count=Count("activities"))

    def get_readonly_fields(self, request, obj=None):
        return ["plan"] if obj else []

    @admin.display(description="activities", ordering="activity_count")
    def activities_counted(self, objective):
        return objective.activity_count
