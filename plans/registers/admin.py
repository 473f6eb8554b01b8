"""What the pages of Django admin for registers share."""

from django import forms
from django.db.models import F, URLField

from opcc.office.admin.bases import FieldHistoryAdmin, Kept, NamedChoices, ReadOnlyInline

from .forms import WholeRow

__all__ = ["LINKS", "LinesInline", "ReferenceAdmin", "RegisterAdmin", "RowForm"]

LINKS = {URLField: {"assume_scheme": "https"}}
"""For `formfield_overrides`: what is typed without a scheme is read as https."""


class ReferenceAdmin(Kept, NamedChoices, FieldHistoryAdmin):
    """For rows that other rows name."""

    formfield_overrides = LINKS


class RowForm(WholeRow, forms.ModelForm):
    """What is typed about a row has to fit what is only shown."""


class RegisterAdmin(ReferenceAdmin):
    """For rows of a register. What the verbs write is shown and not typed here."""

    form = RowForm

    shown_only = ()
    """Names of columns that only verbs and lines write."""

    instead = "Close it on its page instead: what was said about it stays."

    def stays(self, row):
        """Whether the row is over, so that its note for colleagues alone is still typed."""
        return False

    def get_readonly_fields(self, request, obj=None):
        if obj and self.stays(obj):
            return [name for name in self.get_fields(request) if name != "internal_note"]
        return [*super().get_readonly_fields(request, obj), *self.shown_only]

    def why_it_remains(self, row):
        """In a word why the row is not deleted, such as "published"; else an empty text."""
        return ""

    def get_deleted_objects(self, objs, request):
        """Report the rows that remain, as what points to a row is, as standing in the way."""
        found = [(row, self.why_it_remains(row)) for row in objs]
        remaining = [f"{row}, {why}" for row, why in found if why]
        if remaining:
            return [], {}, set(), remaining
        return super().get_deleted_objects(objs, request)

    def save_model(self, request, obj, form, change):
        """Save what was typed and no more; whoever has the row open learns that it changed."""
        if not change:
            return super().save_model(request, obj, form, change)
        many = {field.name for field in obj._meta.many_to_many}
        typed = [name for name in form.changed_data if name not in many]
        obj._history_user = request.user
        obj.save(update_fields=typed)
        return type(obj)._base_manager.filter(pk=obj.pk).update(version=F("version") + 1)


class LinesInline(ReadOnlyInline):
    """Dated lines under a row: read here, written on the row's own page."""

    verbose_name_plural = "lines, which are never changed"
    formfield_overrides = LINKS
