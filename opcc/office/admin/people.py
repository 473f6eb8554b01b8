from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Prefetch

from ..keys import RowsField
from ..models import ADMINISTRATORS, PANEL, Holding, User
from .bases import Kept, ReadOnlyInline
from .second_step import ResetSecondStep

# Groups are three, by name, and made by a migration. Who is in them is said on the person's page.
admin.site.unregister(Group)


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


class NewUserForm(GroupsForm, BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name", "groups"]
        field_classes = {}


class UserForm(GroupsForm, UserChangeForm):
    reader = None
    """The administrator who fills the form in; set by the page."""

    class Meta:
        model = User
        fields = ["email", "name", "password", "is_active", "groups"]
        field_classes = {}

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


@admin.register(User)
class UserAdmin(Kept, DjangoUserAdmin):
    """Accounts. People leave; what they said stays, so an account is deactivated, not deleted."""

    form, add_form = UserForm, NewUserForm
    add_form_template, change_form_template = None, "admin/verbs_change_form.html"
    inlines = [HoldingsOfUser]
    instead = (
        "Deactivate the account instead: open it, untick “Active” and save. The person is signed "
        "out, their keys are revoked, and everything they said keeps their name."
    )
    list_display = ["name", "email", "in_groups", "posts_held", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["name", "email", "holdings__post__title"]
    ordering = ["name"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("What they may do", {"fields": ["is_active", "groups"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "groups", "password1", "password2"]})]

    def get_queryset(self, request):
        held = Holding.objects.on(request.today).select_related("post")
        return (
            super()
            .get_queryset(request)
            .prefetch_related("groups", Prefetch("holdings", held, to_attr="held_today"))
        )

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.reader = request.user
        return form

    def get_urls(self):
        return [ResetSecondStep.url(self, "<int:pk>/second-step/reset/"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {"verbs": ResetSecondStep.buttons(object_id), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

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
