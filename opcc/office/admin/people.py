from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, Prefetch, Value

from ..keys import RowsField
from ..models import ADMINISTRATORS, PANEL, Holding, Invitation, User
from ..models.people import IDLE_DAYS
from ..sign_in import notices
from . import accounts, second_step
from .bases import Kept, ReadOnlyInline
from .confirmed import AsksAgain
from .second_step import ResetSecondStep, SecondStepFilter


class GroupsForm(forms.Form):
    """The part of both user forms that says what a person is here."""

    groups = RowsField(
        Group.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        help_text="Staff write and approve for the posts they hold. Panel members see only what "
        "was published to them. Administrators also have these pages.",
        error_messages={"required": "Select at least one group."},
    )

    def clean_groups(self):
        groups = self.cleaned_data["groups"]
        names = {group.name for group in groups}
        if PANEL in names and len(names) > 1:
            raise ValidationError(
                "A panel member scrutinises the office and so cannot be in Staff or "
                "Administrators. Select Panel alone, or leave it out."
            )
        return groups


class NewUserForm(GroupsForm, forms.ModelForm):
    """Whom to invite. Nobody chooses a password for somebody else."""

    class Meta:
        model = User
        fields = ["email", "name", "groups"]
        help_texts = {"email": "The invitation goes there: check it letter by letter."}


class UserForm(GroupsForm, forms.ModelForm):
    reader = None
    """The administrator who fills the form in; set by the page."""

    class Meta:
        model = User
        fields = ["email", "name", "is_active", "groups"]

    def clean_groups(self):
        groups = super().clean_groups()
        names = {group.name for group in groups}
        if PANEL in names and self.instance.holdings_to_come:
            raise ValidationError(
                f"{self.instance.name} has a part in a post of the office. End that first "
                "(“Hand over a post”, or the last day of the holding), then select Panel."
            )
        if self.is_oneself and ADMINISTRATORS not in names and not self.reader.is_superuser:
            raise ValidationError(
                "You cannot take these pages away from yourself. Ask another administrator."
            )
        return groups

    def clean_is_active(self):
        active = self.cleaned_data["is_active"]
        if self.is_oneself and not active:
            raise ValidationError(
                "You cannot deactivate your own account. Ask another administrator."
            )
        return active

    @property
    def is_oneself(self):
        return self.reader == self.instance


class HoldingsOfUser(ReadOnlyInline):
    model = Holding
    fields = ["post", "kind", "starts_on", "ends_on"]
    verbose_name_plural = "posts held (said on the post's page)"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("post", "user")


class CameFilter(admin.SimpleListFilter):
    """Who may have left, and who never came: two things that look alike by a date."""

    title = "signing in"
    parameter_name = "came"

    def lookups(self, request, model_admin):
        return [
            ("idle", f"Not for {IDLE_DAYS} days"),
            ("invited", "Never came, an invitation waits"),
            ("never", "Never came, and no invitation waits"),
        ]

    def queryset(self, request, people):
        waiting = Invitation.objects.waiting().filter(expires_at__gt=request.now).values("user")
        if self.value() == "idle":
            return people.idle(request.now)
        if self.value() == "invited":
            return people.never_came().filter(pk__in=waiting)
        if self.value() == "never":
            return people.never_came().exclude(pk__in=waiting)
        return people


@admin.register(User)
class UserAdmin(AsksAgain, Kept, admin.ModelAdmin):
    """Accounts. People leave; what they said stays, so an account is deactivated, not deleted."""

    change_form_template = "admin/verbs_change_form.html"
    form, add_form = UserForm, NewUserForm
    inlines = [HoldingsOfUser]
    instead = (
        "Deactivate the account instead: open it, untick “Active” and save. The person is signed "
        "out, their keys are revoked, and everything they said keeps their name."
    )
    list_display = [
        *("name", "email", "in_groups", "posts_held", "is_active", "signs_in", "last_login"),
    ]
    list_filter = ["is_active", "groups", CameFilter, SecondStepFilter]
    list_select_related = ["microsoft_account"]
    search_fields = ["name", "email", "holdings__post__title"]
    ordering = ["name"]
    readonly_fields = ["signs_in", "second_step", "last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "name"]}),
        ("What they may do", {"fields": ["is_active", "groups"]}),
        ("Signing in", {"fields": ["signs_in", "second_step", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "groups"]})]

    def get_urls(self):
        verbs = (accounts.Invite, accounts.Withdraw, accounts.TakeOffMicrosoft)
        return [
            *(verb.url(self, f"<int:pk>/{verb.name}/") for verb in verbs),
            ResetSecondStep.url(self, "<int:pk>/second-step/reset/"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        held = Holding.objects.on(request.today).select_related("post")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(
                "groups",
                Prefetch("holdings", held, to_attr="held_today"),
                Prefetch("invitations", to_attr="invited"),
            )
            .annotate(read_at=Value(request.now, DateTimeField()))
        )

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.add_fieldsets

    def get_form(self, request, obj=None, **kwargs):
        if obj is None:
            kwargs.setdefault("form", self.add_form)
        form = super().get_form(request, obj, **kwargs)
        form.reader = request.user
        return form

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def lookup_allowed(self, lookup, value, request):
        """Nobody finds a password out letter by letter from the list's address."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        verbs = [*accounts.verbs(object_id), *ResetSecondStep.buttons(object_id)]
        context = {"verbs": verbs, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def save_model(self, request, user, form, change):
        if not change:
            user.set_unusable_password()
        super().save_model(request, user, form, change)
        if change and form.initial["email"] != user.email:
            self.tell_of_address(request, user, form.initial["email"])

    def tell_of_address(self, request, user, old):
        """Say so where its person still reads, if it was not they who asked for it."""
        self.log_change(request, user, f"Changed the address from {old} to {user.email}.")
        notices.tell("address_changed", user, at=request.now, address=old)

    def save_related(self, request, form, formsets, change):
        """Invite a new person, once it is kept what they are here."""
        super().save_related(request, form, formsets, change)
        if not change:
            Invitation.objects.make(form.instance, by=request.user, at=request.now)

    def response_add(self, request, user, post_url_continue=None):
        messages.info(request, accounts.what_was_sent(user))
        return super().response_add(request, user, post_url_continue)

    def get_search_results(self, request, queryset, search_term):
        """Offer only people who can hold a post where a page asks for somebody to hold one."""
        people, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.GET.get("model_name") == "holding":
            people = people.filter(is_active=True).exclude(groups__name=PANEL)
        return people, may_repeat

    @admin.display(description="groups")
    def in_groups(self, user):
        return ", ".join(sorted(group.name for group in user.groups.all())) or "None"

    @admin.display(description="posts")
    def posts_held(self, user):
        return "; ".join(holding.described() for holding in user.held_today) or "None"

    @admin.display(description="signs in by")
    def signs_in(self, user):
        return accounts.ways_in_words(user)

    @admin.display(description="second step")
    def second_step(self, user):
        return second_step.in_words(user)
