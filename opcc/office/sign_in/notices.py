"""Mails of signing in: the link to a new password, and what was done to an account.

Each waits in the outbox and goes to the address that the account has, or had, never to one that a
visitor typed; its links begin as the site does, never as a visitor's Host header says. The link to
a new password is put in when the mail is sent: until then, and in every backup, a mark stands for
it.
"""

import uuid

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ..addresses import absolute
from ..mail.letters import LINK, write
from ..models import OutgoingMail, User
from . import devices
from .reset_links import ResetLinks

NOTICES = {
    "account/email/password_changed": ("Your password was changed", "Your password was changed."),
    "account/email/password_reset": (
        "Your password was changed",
        "Your password was changed, by the link that was sent to this address.",
    ),
    "account/email/password_set": ("A password was set", "A password was set for your account."),
    "mfa/email/recovery_codes_generated": (
        "New recovery codes were made",
        "New recovery codes were made for your account. The earlier ones open nothing any more.",
    ),
    "mfa/email/totp_activated": (
        "An app was set up as your second step",
        "An app was set up as your second step: signing in asks for its code.",
    ),
    "mfa/email/totp_deactivated": (
        "The app of your second step was removed",
        "The app of your second step was removed: its codes open nothing any more.",
    ),
    "mfa/email/webauthn_added": (
        "A passkey was added",
        "A passkey was added to your account: one can sign in with it.",
    ),
    "mfa/email/webauthn_removed": (
        "A passkey was removed",
        "A passkey was removed from your account: it opens nothing any more.",
    ),
    "password_by_administrators_link": (
        "Your password was changed",
        "Your password was changed, by a link that an administrator made for you.",
    ),
    "address_changed": (
        "The address of your account was changed",
        "An administrator changed the address of your account: mail goes to the new one now.",
    ),
    "microsoft_connected": (
        "A Microsoft account was connected",
        "A Microsoft account was connected with your account: one can sign in by it.",
    ),
    "microsoft_taken_off": (
        "Your Microsoft account was taken off",
        "An administrator took off your Microsoft account: it signs you in here no more.",
    ),
    "second_step_reset": (
        "Your second step was reset",
        "An administrator reset your second step. You set up another when you sign in.",
    ),
}
"""{what was done, by allauth's name for what allauth does: (subject, sentence)}"""


def tell(what, user, *, at, user_agent=None, **facts):
    """Let a mail wait that tells the person what was done, when and with what.

    at: aware datetime. user_agent: what the browser says of itself; None where somebody else did
    it for them. facts: further columns of the mail.
    """
    subject, done = NOTICES[what]
    letter = write(
        "account_notice",
        to=user,
        subject=subject,
        done=done,
        at=f"{timezone.localtime(at):%-d %B %Y, %H:%M}",
        device=None if user_agent is None else devices.in_words(user_agent),
        url=absolute(reverse("account_reset_password")),
    )
    put(letter, user, at=at, **facts)


def tell_of_own(what, user, request):
    """Let a mail wait that tells the person what was done with this browser."""
    tell(what, user, at=request.now, user_agent=request.headers.get("User-Agent", ""))


def send_reset_link(user, *, at):
    """Let a mail wait with the link to a new password, for whoever has an account.

    user: None where nobody has the address that was typed. The same is done then and taken back,
    so that how long the answer takes does not tell.
    """
    to = user or User(pk=0, name="Nobody", password="!")
    letter = write(
        "password_reset",
        to=to,
        subject="A new password for the delivery plan",
        url=LINK,
        has_password=to.has_usable_password(),
        hours=settings.PASSWORD_RESET_TIMEOUT // 3600,
        again_url=absolute(reverse("account_reset_password")),
    )
    stamp = ResetLinks().stamp_of(to) if to.has_usable_password() else ""
    with transaction.atomic():
        put(letter, to, at=at, stamp=stamp)
        if user is None:
            transaction.set_rollback(True)


def put(letter, user, *, at, **facts):
    """Let it wait. Each is a cause of its own: whoever asks twice is answered twice."""
    kind, cause = OutgoingMail.Kind.ACCOUNT, f"account {user.pk} {uuid.uuid4()}"
    OutgoingMail.objects.put(to=user, kind=kind, cause=cause, letter=letter, at=at, **facts)
