"""Whom the office tells by mail, in the transaction of what they are told of."""

from django.urls import reverse
from django.utils import timezone

from .addresses import absolute
from .mail.letters import LINK, one_line, write
from .models.mail import OutgoingMail
from .models.people import IDLE_DAYS

IDLE_NAMED = 40
"""Accounts that one mail names; the rest are on the page it leads to."""


def tell_successor(handover, *, at):
    """Ask whoever takes a post over to accept it. The note stays on its page."""
    to = handover.to_user
    if to is None:
        return
    letter = write(
        "handover",
        to=to,
        subject=f"{handover.post} passes to you",
        post=one_line(handover.post),
        on=f"{handover.on:%-d %B %Y}",
        previous=one_line(handover.from_user.name) if handover.from_user else "",
        url=absolute(reverse("portal:home")),
    )
    kind, cause = OutgoingMail.Kind.HANDOVER, f"handover {handover.pk}"
    OutgoingMail.objects.put(to=to, kind=kind, cause=cause, letter=letter, at=at)


def tell_invited(invitation, *, at):
    """Send the link by which a person chooses how to sign in; return the OutgoingMail."""
    to = invitation.user
    letter = write(
        "invitation",
        to=to,
        subject="Your account for the delivery plan"
        if invitation.is_first
        else "Choose a new password for the delivery plan",
        is_first=invitation.is_first,
        by=one_line(invitation.made_by.name),
        until=f"{timezone.localtime(invitation.expires_at):%-d %B %Y, %H:%M}",
        url=LINK,
    )
    kind, cause = OutgoingMail.Kind.INVITATION, f"invitation {invitation.pk}"
    OutgoingMail.objects.put(to=to, kind=kind, cause=cause, letter=letter, at=at)
    return OutgoingMail.objects.get(cause=cause)


def tell_idle(administrators, accounts, *, week, at):
    """Name to each administrator, once a week, who has not signed in for long.

    week: the day of its Monday. Return how many mails are new.
    """
    names = [one_line(f"{user.name}, {user.email}") for user in accounts]
    return sum(
        OutgoingMail.objects.put(
            to=administrator,
            kind=OutgoingMail.Kind.IDLE,
            cause=f"idle {administrator.pk} {week.isoformat()}",
            letter=write(
                "idle",
                to=administrator,
                subject=f"Not signed in for {IDLE_DAYS} days: {len(names)}",
                names=names[:IDLE_NAMED],
                more=max(len(names) - IDLE_NAMED, 0),
                days=IDLE_DAYS,
                url=absolute(reverse("admin:office_user_changelist", query={"came": "idle"})),
            ),
            at=at,
        )
        for administrator in administrators
    )
