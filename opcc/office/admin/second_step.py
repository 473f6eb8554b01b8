from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.http import Http404
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.functional import cached_property

from ..keys import is_key
from ..models.people import SECOND_STEPS
from ..sign_in import steps
from ..sign_in.confirming import AsksAgain
from .pages import VerbPage


def in_words(user):
    """What second steps the person has set up: "1 app, 2 passkeys". Costs a query."""
    found = list(user.authenticator_set.values_list("type", flat=True))
    said = [
        f"{found.count(kind)} {word}{pluralize(found.count(kind))}"
        for kind, word in SECOND_STEPS.items()
        if kind in found
    ]
    return ", ".join(said) or "None set up"


class SecondStepFilter(admin.SimpleListFilter):
    """Who could be signed in by somebody who knows their password alone."""

    title = "second step"
    parameter_name = "second-step"

    def lookups(self, request, model_admin):
        return [("set-up", "Set up"), ("none", "None set up")]

    def queryset(self, request, people):
        having = Authenticator.objects.filter(type__in=SECOND_STEPS).values("user")
        if self.value() == "set-up":
            return people.filter(pk__in=having)
        if self.value() == "none":
            return people.exclude(pk__in=having)
        return people


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=200,
        help_text="Such as “Lost telephone, spoke to her in person”. It stays in the history.",
        error_messages={"required": "Say why, and how you know that it is they who ask."},
    )


class ResetSecondStep(AsksAgain, VerbPage):
    """Asks, and takes away every second step of somebody who has lost theirs."""

    name = "reset-second-step"
    title = "Reset somebody's second step"
    button = "Reset the second step"
    form_class = ReasonForm

    @classmethod
    def buttons(cls, key):
        """[(label, address)] of the button on a person's page."""
        if not is_key(key):
            return []
        return [("Reset the second step", reverse(f"admin:office_user_{cls.name}", args=[key]))]

    @cached_property
    def person(self):
        person = self.model_admin.get_object(self.request, str(self.kwargs["pk"]))
        if person is None:
            raise Http404
        return person

    def refused_because(self):
        if self.person == self.request.user:
            return "Change your own second step under Your account."
        return "" if steps.are_set_up(self.person) else f"{self.person} has no second step."

    def consequences(self):
        return [
            f"The app, passkeys and recovery codes of {self.person} open nothing from now on.",
            "They are signed out everywhere, and told by mail.",
            "When they next sign in they set up another, before anything else.",
            "Whoever knows their password could do that too: make sure that it is they who ask.",
        ]

    def back_url(self):
        return reverse("admin:office_user_change", args=[self.person.pk])

    def act(self, form):
        steps.reset(self.person, at=self.request.now)
        reason = form.cleaned_data["reason"]
        self.model_admin.log_change(self.request, self.person, f"Reset the second step: {reason}")
        return f"The second step of {self.person} is reset."
