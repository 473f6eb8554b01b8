"""Actions in Django admin."""

from django.contrib import admin

from plans.registers.admin import LinesInline, RegisterAdmin

from ..models import Action, ActionLine


class ActionLineInline(LinesInline):
    model = ActionLine
    fields = ["said_on", "kind", "words", "due_from", "due_to", "made_by_name"]


@admin.register(Action)
class ActionAdmin(RegisterAdmin):
    inlines = [ActionLineInline]
    autocomplete_fields = ["owner", "meeting", "recommendation", "activities"]
    list_display = ["title", "owner", "due_on", "moves", "done_on"]
    list_filter = ["done_on", "owner"]
    list_select_related = ["owner"]
    search_fields = ["title"]
    shown_only = ["first_due_on", "moves", "done_on"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["due_on"] if obj else [])]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.first_due_on = obj.due_on
        return super().save_model(request, obj, form, change)
