import datetime as dt
from itertools import pairwise

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import DateField, Value

from ..models import Department, Handover, Holding, Post
from ..models.posts import open_work
from .bases import FieldHistoryAdmin, Kept, NamedChoices, ReadOnly
from .confirmed import AsksAgain

HAND_OVER = "Hand over a post"


@admin.register(Department)
class DepartmentAdmin(Kept, FieldHistoryAdmin):
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name"]
    instead = "Move its posts to another department first: open each post and change it there."


class LinesField(forms.Field):
    """A list of texts, typed one per line."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 40})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = value if isinstance(value, list) else (value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]


class PostForm(forms.ModelForm):
    aliases = LinesField(
        label="Also known as",
        required=False,
        help_text="Short titles that documents use, one per line, such as D/CEO.",
    )

    class Meta:
        model = Post
        fields = [
            "title",
            "aliases",
            "department",
            "is_elt",
            "is_accountable",
            "statutory_role",
            "abolished_on",
        ]

    def clean(self):
        cleaned = super().clean()
        others = Post.objects.exclude(pk=self.instance.pk).by_any_name()
        for field, names in self.names(cleaned).items():
            for name in names:
                if post := others.get(name.casefold()):
                    self.add_error(field, f"“{name}” is a name of {post} already.")
        return cleaned

    @staticmethod
    def names(cleaned):
        """Every name that a document could mean this post by, under its field."""
        return {"title": [cleaned.get("title", "")], "aliases": cleaned.get("aliases", [])}


class HoldingForm(forms.ModelForm):
    """A person in a post. Who holds it from today on changes by a hand-over, not here."""

    day = None
    """The office's today; set by the page."""

    class Meta:
        model = Holding
        fields = ["post", "user", "kind", "starts_on", "ends_on"]

    def clean_user(self):
        user = self.cleaned_data["user"]
        if not user.is_active:
            raise ValidationError("This account is deactivated. Choose somebody else.")
        if user.is_panel:
            raise ValidationError("Panel members hold no post of the office.")
        return user

    def clean(self):
        cleaned = super().clean()
        post = cleaned.get("post") or getattr(self.instance, "post", None)
        kind = cleaned.get("kind") or self.instance.kind
        starts_on = cleaned.get("starts_on")
        if not (post and post.pk and starts_on) or kind != Holding.Kind.HOLDER:
            return cleaned
        after = self.from_today(starts_on, cleaned.get("ends_on"))
        if after != self.before:
            self.refuse_unless_hand_over_is_needless(post)
        return cleaned

    @property
    def before(self):
        """The days from today on that the stored row speaks for."""
        stored = self.initial
        return self.from_today(stored["starts_on"], stored["ends_on"]) if self.instance.pk else None

    def from_today(self, starts_on, ends_on):
        """The part of a holding that is not over yet, or None."""
        over = ends_on is not None and ends_on < self.day
        return None if over else (max(starts_on, self.day), ends_on)

    def refuse_unless_hand_over_is_needless(self, post):
        """Raise ValidationError where somebody holds the post, or it answers for open work."""
        present = post.holdings.filter(kind=Holding.Kind.HOLDER, ends_on=None)
        other = present.exclude(pk=self.instance.pk).select_related("user").first()
        if other:
            raise ValidationError(
                f"{other.user} holds this post. Use “{HAND_OVER}” on the post's page, which "
                "ends one holding and begins the next."
            )
        if any(ask(post) for ask in open_work):
            raise ValidationError(
                f"{post} leads open activities, and who answers for them is in the record. Use "
                f"“{HAND_OVER}” on the post's page, which also lets you leave it vacant."
            )


class HoldingRowForm(HoldingForm):
    """A row of a post's page. A stored row keeps its person and kind: another is another row."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["user"].disabled = self.fields["kind"].disabled = True

    def clean_user(self):
        return self.cleaned_data["user"] if self.instance.pk else super().clean_user()


class HoldingFormSet(forms.BaseInlineFormSet):
    def clean(self):
        """Refuse two holders of one day among the rows typed; each is checked with the stored."""
        super().clean()
        rows = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None)]
        held = [
            (row["starts_on"], row["ends_on"] or dt.date.max)
            for row in rows
            if row.get("kind") == Holding.Kind.HOLDER and row.get("starts_on")
        ]
        for (_, ends_on), (starts_on, _) in pairwise(sorted(held)):
            if starts_on <= ends_on:
                raise ValidationError("Two of these people would hold the post on one day.")


class HoldingInline(NamedChoices, admin.StackedInline):
    model = Holding
    form, formset = HoldingRowForm, HoldingFormSet
    fields = [("user", "kind"), ("starts_on", "ends_on")]
    autocomplete_fields = ["user"]
    extra = 0
    can_delete = False
    verbose_name_plural = (
        "who holds, deputises for and supports the post (a new holder comes by "
        f"“{HAND_OVER}”; who has a row keeps it, and it ends on its last day)"
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "post")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.day = request.today
        # Accounts are changed and deleted on their own pages, not from a post's.
        person = formset.form.base_fields["user"].widget
        person.can_change_related = person.can_delete_related = False
        return formset


@admin.register(Post)
class PostAdmin(AsksAgain, Kept, NamedChoices, FieldHistoryAdmin):
    """Posts own activities. The office's upper floors add what handing one over writes."""

    form = PostForm
    inlines = [HoldingInline]
    autocomplete_fields = ["department"]
    list_display = ["title", "also_known_as", "held_by", "department", "is_elt", "is_accountable"]
    list_filter = ["is_elt", "is_accountable", "statutory_role", "department"]
    search_fields = ["title", "aliases", "department__name"]
    list_select_related = ["department"]
    instead = (
        "Give it a day under “Abolished on” instead. Its activities go to another post first "
        "(“Transfer activities to another post”); its history stays."
    )

    def get_queryset(self, request):
        """Posts with the people of the day and, as `day`, that day."""
        day = Value(request.today, DateField())
        return super().get_queryset(request).with_people(request.today).annotate(day=day)

    @admin.display(description="also known as")
    def also_known_as(self, post):
        return ", ".join(post.aliases)

    @admin.display(description="held by")
    def held_by(self, post):
        return post.held_by_words(post.day)


@admin.register(Holding)
class HoldingAdmin(AsksAgain, NamedChoices, FieldHistoryAdmin):
    form = HoldingForm
    autocomplete_fields = ["post", "user"]
    list_display = ["post", "user", "kind", "starts_on", "ends_on"]
    list_filter = ["kind", ("ends_on", admin.EmptyFieldListFilter), "post__is_elt"]
    search_fields = ["post__title", "user__name", "user__email"]
    list_select_related = ["post", "user"]
    date_hierarchy = "starts_on"

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.day = request.today
        return form

    def get_readonly_fields(self, request, obj=None):
        return ["post", "user", "kind"] if obj else []

    def has_delete_permission(self, request, obj=None):
        """Who held a post is history: a holding ends, it does not vanish."""
        return False


@admin.register(Handover)
class HandoverAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["post", "from_user", "to_user", "on", "accepted_at"]
    list_filter = [("accepted_at", admin.EmptyFieldListFilter)]
    search_fields = ["post__title", "from_user__name", "to_user__name", "note"]
    list_select_related = ["post", "from_user", "to_user"]
    date_hierarchy = "on"
