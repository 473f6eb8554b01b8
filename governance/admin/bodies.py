"""Bodies, the organisations in them and what an integration is about, in Django admin."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from plans.registers.admin import ReferenceAdmin, RegisterAdmin

from ..models import Body, Organisation, ScopeArea


class ScopeAreaInline(admin.StackedInline):
    model = ScopeArea
    fields = ["title", ("state", "as_of"), "words"]
    extra = 0


@admin.register(Body)
class BodyAdmin(RegisterAdmin):
    inlines = [ScopeAreaInline]
    autocomplete_fields = ["owner", "partners", "priorities", "activities"]
    list_display = ["name", "kind", "our_role", "owner", "ended_on"]
    list_filter = ["kind", "our_role"]
    list_select_related = ["owner"]
    search_fields = ["name", "area", "purpose"]
    instead = "Give the day on which it ended instead: what was said to it stays."
    shown_only = ["its_meetings"]

    @admin.display(description="meetings")
    def its_meetings(self, body):
        """A link to the list of its meetings."""
        if body.pk is None:
            return "Save the body first, then add its meetings."
        url = f"{reverse('admin:governance_meeting_changelist')}?body__id__exact={body.pk}"
        return format_html('<a href="{}">{} meetings</a>', url, body.meetings.count())


@admin.register(Organisation)
class OrganisationAdmin(ReferenceAdmin):
    list_display = ["name"]
    search_fields = ["name"]
