"""Whom the office tells by mail, in the transaction of what they are told of."""

from django.urls import reverse

from .addresses import absolute
from .mail.letters import one_line, write
from .models.mail import OutgoingMail


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
