"""Items of service plans in Django admin."""

from django.contrib import admin

from plans.registers.admin import LinesInline, RegisterAdmin, RowForm

from ..forms.agreements import before_lines
from ..models import ServicePlanItem, ServicePlanLine


class ServicePlanLineInline(LinesInline):
    model = ServicePlanLine
    fields = ["said_on", "kind", "words", "due_from", "due_to", "made_by_name"]


class ServicePlanRowForm(RowForm):
    def clean_raised_on(self):
        return before_lines(self.cleaned_data["raised_on"], self.instance)


@admin.register(ServicePlanItem)
class ServicePlanItemAdmin(RegisterAdmin):
    form = ServicePlanRowForm
    inlines = [ServicePlanLineInline]
    autocomplete_fields = ["owner", "service", "activities"]
    list_display = ["title", "service", "owner", "due_on", "moves", "done_on"]
    list_filter = ["service", "done_on", "owner"]
    list_select_related = ["service", "owner"]
    search_fields = ["title"]
    shown_only = ["first_due_on", "moves", "done_on"]

    def stays(self, row):
        return row.done_on is not None

    def get_readonly_fields(self, request, obj=None):
        usual = super().get_readonly_fields(request, obj)
        return [*usual, "due_on"] if obj and not self.stays(obj) else usual

    def save_model(self, request, obj, form, change):
        if not change:
            obj.first_due_on = obj.due_on
        return super().save_model(request, obj, form, change)
