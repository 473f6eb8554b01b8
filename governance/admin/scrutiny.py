"""Questions and recommendations in Django admin."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget

from plans.registers.admin import LinesInline, RegisterAdmin

from ..forms.scrutiny import FIXED, ClockedForm
from ..models import ScrutinyItem, ScrutinyLine


class ScrutinyItemForm(ClockedForm):
    agreed_on = forms.DateField(
        label="Date that was agreed",
        help_text="Only where a date was agreed. It is kept for ever as the first that was said.",
        widget=AdminDateWidget,
        required=False,
    )


class ScrutinyLineInline(LinesInline):
    model = ScrutinyLine
    fields = ["said_on", "kind", "response", "words", "due_from", "due_to", "made_by_name"]


@admin.register(ScrutinyItem)
class ScrutinyItemAdmin(RegisterAdmin):
    form = ScrutinyItemForm
    inlines = [ScrutinyLineInline]
    autocomplete_fields = ["owner", "body", "meeting", "activities"]
    list_display = ["title", "kind", "source", "owner", "due_on", "moves", "closed_on"]
    list_filter = ["kind", "source", "closed_on", "owner"]
    list_select_related = ["owner"]
    search_fields = ["title", "words"]
    shown_only = ["due_on", "first_due_on", "moves", "response", "responded_on", "closed_on"]

    def get_readonly_fields(self, request, obj=None):
        """What the date was computed from is typed once, as on the register's own form."""
        return [*super().get_readonly_fields(request, obj), *(FIXED if obj else [])]

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        return [name for name in fields if obj is None or name != "agreed_on"]

    def save_model(self, request, obj, form, change):
        if not change:
            form.set_date()
        return super().save_model(request, obj, form, change)
