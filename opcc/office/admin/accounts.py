"""The verbs of an account: inviting, sending a link for a new password, taking off an account."""

from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property

from ..keys import is_key
from ..models import Invitation, MicrosoftAccount
from ..sign_in.confirming import AsksAgain
from ..sign_in.entra.binding import take_off
from .pages import VerbPage

NO_MAIL = (
    "No mail server is named in EMAIL_URL, so nothing can be sent. Open “Send a link” on the page "
    "of the account: it shows the link once, for you to hand over."
)


def verbs(key):
    """[(label, address)] of the buttons on an account's page: those that it has a use for."""
    if not is_key(key):
        return []
    useful = [Invite]
    if Invitation.objects.waiting().filter(user=key).exists():
        useful.append(Withdraw)
    if MicrosoftAccount.objects.filter(user=key).exists():
        useful.append(TakeOffMicrosoft)
    return [(verb.label, reverse(f"admin:office_user_{verb.name}", args=[key])) for verb in useful]


def what_was_sent(user):
    """What to say to whoever has just made an account."""
    return f"An invitation goes to {user.email}." if settings.SENDS_MAIL else NO_MAIL


def ways_in_words(user):
    """By what the person signs in, and what became of the newest invitation. No query of its own
    where the list has read them."""
    ways = []
    if user.has_usable_password():
        ways.append("Password")
    if hasattr(user, "microsoft_account"):
        ways.append(f"Microsoft ({user.microsoft_account.known_as})")
    invited = getattr(user, "invited", None)
    newest = invited[0] if invited else None
    said = [" and ".join(ways) or "Nothing yet"]
    if newest and (newest.is_first or not newest.accepted_at):
        newest.user = user
        said.append(newest.described(user.read_at))
    return ": ".join(said)


class AccountPage(AsksAgain, VerbPage):
    """A verb about one account, for whoever proved of late who they are."""

    form_class = forms.Form
    label = ""

    @cached_property
    def account(self):
        found = self.model_admin.get_object(self.request, str(self.kwargs["pk"]))
        if found is None:
            raise Http404
        return found

    @property
    def title(self):
        return f"{self.label}: {self.account}"

    def back_url(self):
        return reverse("admin:office_user_change", args=[self.account.pk])

    def log(self, words):
        self.model_admin.log_change(self.request, self.account, words)


class Invite(AccountPage):
    """Sends a link, by which the person chooses how to sign in or a new password.

    Where no mail server is named, the answer shows the link, and no other page does.
    """

    name, label = "invite", "Send a link"
    button = "Make the link"

    def refused_because(self):
        closed = not self.account.is_active
        return f"The account of {self.account} is closed: nothing opens it." if closed else ""

    def consequences(self):
        user, days = self.account, settings.INVITATION_DAYS
        what = "a new password" if user.can_sign_in else "how to sign in"
        how = f"goes to {user.email}" if settings.SENDS_MAIL else "is shown to you, once"
        return [
            f"A link {how}, by which {user} chooses {what}. It works once, for {days} days.",
            "Links that were sent before stop working.",
            "Nobody's password changes until they choose one.",
        ]

    def form_valid(self, form):
        answer = super().form_valid(form)
        if settings.SENDS_MAIL:
            return answer
        context = self.get_context_data(form=form) | {"invitation": self.invitation}
        return render(self.request, "admin/link_shown.html", context)

    def act(self, form):
        self.invitation = Invitation.objects.make(
            self.account, by=self.request.user, at=self.request.now
        )
        self.log("Sent a link to choose how to sign in.")
        if settings.SENDS_MAIL:
            return f"A link goes to {self.account.email}."
        return f"The link for {self.account} is below. No other page shows it."


class Withdraw(AccountPage):
    """Lets the link that waits open nothing any more."""

    name, label = "withdraw", "Withdraw the invitation"
    button = "Withdraw it"

    def refused_because(self):
        waits = Invitation.objects.waiting().filter(user=self.account).exists()
        return "" if waits else f"No link waits for {self.account}."

    def consequences(self):
        return [f"The link that was sent to {self.account} opens nothing any more."]

    def act(self, form):
        Invitation.objects.filter(user=self.account).withdraw(at=self.request.now)
        self.log("Withdrew the link to choose how to sign in.")
        return f"The link for {self.account} is withdrawn."


class TakeOffMicrosoft(AccountPage):
    """Lets a Microsoft account sign nobody in any more, and signs its person out."""

    name, label = "take-off-microsoft", "Take off the Microsoft account"
    button = "Take it off"

    @cached_property
    def bound(self):
        return MicrosoftAccount.objects.select_related("user").filter(user=self.account).first()

    def refused_because(self):
        return "" if self.bound else f"No Microsoft account signs {self.account} in."

    def consequences(self):
        if self.bound is None:
            return []
        lines = [
            f"{self.bound.known_as} signs nobody in here any more.",
            f"{self.account} is signed out wherever they are signed in, and told by mail.",
        ]
        if not self.account.has_usable_password():
            lines.append("They have no password here: send them a link afterwards.")
        return lines

    def act(self, form):
        words = f"{self.bound.known_as} ({self.bound.object_id})"
        take_off(self.bound, at=self.request.now)
        self.log(f"Took off the Microsoft account {words}.")
        return f"{words} signs {self.account} in no more."
