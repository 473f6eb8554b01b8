"""What several pages of Django admin share: reading only, keeping, and field history."""

from collections import Counter

from django.contrib import admin
from django.contrib.admin.options import csrf_protect_m
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import DO_NOTHING
from django.http import Http404, HttpResponseNotAllowed
from simple_history.admin import SimpleHistoryAdmin

from ..keys import RowsField, is_key


class ReadOnly:
    """For a ModelAdmin or an inline that shows rows and offers no way to write them."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    """A plain table of rows."""

    template = "admin/rows.html"
    extra = 0
    can_delete = False


class OfKeys:
    """Passes over a value that is no key when it shows the form again; the field says so."""

    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, [key for key in value if is_key(str(key))], attrs)


class KnownChoice(OfKeys, AutocompleteSelect):
    """One row, found by typing."""


class KnownChoices(OfKeys, AutocompleteSelectMultiple):
    """Several rows, found by typing. Each is taken off by itself."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        # The sign that takes all off would stand in the list of chosen rows and be no item of it.
        return {**attrs, "data-allow-clear": "false"}


class NamedChoices:
    """For a ModelAdmin with autocomplete fields: lets screen readers say which field it is."""

    class Media:
        js = ["admin/name-choices.js"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownChoice(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownChoices(db_field, self.admin_site))
        kwargs.setdefault("form_class", RowsField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class Kept:
    """For a ModelAdmin whose rows may go only while nothing points to them."""

    instead = "Change or move what points to it first."
    """What to do rather than delete, shown where deleting is refused."""

    delete_confirmation_template = "admin/deletion.html"

    def get_deleted_objects(self, objs, request):
        """Report everything that points to the rows as standing in the way."""
        protected = [words for obj in objs for words in what_points_to(obj)]
        if protected:
            return [], {}, set(), protected
        return super().get_deleted_objects(objs, request)

    @csrf_protect_m
    def delete_view(self, request, object_id, extra_context=None):
        context = {"instead": self.instead, **(extra_context or {})}
        return super().delete_view(request, object_id, context)


def what_points_to(thing):
    """Return texts such as "3 holdings": every kind of row that points to `thing`, counted."""
    own = {field.remote_field.through for field in thing._meta.many_to_many}
    counts = Counter()
    for relation in thing._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete:
            continue
        model = relation.related_model
        # Field history only notes keys as they were; the join rows of its own lists are its own.
        if relation.on_delete is DO_NOTHING or model in own:
            continue
        counts[model] += model._base_manager.filter(**{relation.field.name: thing}).count()
    return [in_words(model, count) for model, count in counts.items() if count]


def in_words(model, count):
    name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
    return f"{count} {name}"


class FieldHistoryAdmin(SimpleHistoryAdmin):
    """Shows who changed which field and when. History is read; nothing is reverted from it."""

    object_history_list_template = "admin/field_history.html"

    def revert_disabled(self, request, obj=None):
        return True

    def history_view(self, request, object_id, extra_context=None):
        if not is_key(object_id):
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if not (is_key(object_id) and is_key(version_id)):
            raise Http404
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return super().history_form_view(request, object_id, version_id, extra_context)
