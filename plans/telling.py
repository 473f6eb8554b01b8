"""Whom the plan tells by mail, in the transaction of what they are told of.

A mail names an activity and people; what was proposed, commented or noted stays on the pages.
"""

from django.utils import timezone

from opcc.office.addresses import absolute
from opcc.office.mail.letters import one_line, write
from opcc.office.models import Holding, OutgoingMail


def tell_author(draft, *, by, at):
    """Tell a draft's author that it was returned; who returned their own knows it."""
    if draft.author == by:
        return
    letter = write(
        "returned",
        to=draft.author,
        subject=f"Returned to you: {draft.activity}",
        by=one_line(by.name),
        **named(draft),
    )
    put(OutgoingMail.Kind.RETURNED, draft, draft.author, letter, at)


def tell_receivers(draft, *, by, at):
    """Tell whoever decides for the post that an activity is offered to: holder and deputy."""
    for holding in receivers(draft, at):
        if holding.user != by:
            letter = write(
                "offered",
                to=holding.user,
                subject=f"Offered to {holding.post}: {draft.activity}",
                by=one_line(by.name),
                post=one_line(holding.post),
                **named(draft),
            )
            put(OutgoingMail.Kind.OFFERED, draft, holding.user, letter, at)


def receivers(draft, at):
    """The Holdings of the post that the draft of a hand-over names, where it names one."""
    keys = [key for key in draft.proposal.get("to", [])[-1:] if key.isdecimal()]
    deciding = Holding.objects.on(timezone.localdate(at)).filter(
        post__in=keys, kind__in=[Holding.Kind.HOLDER, Holding.Kind.DEPUTY], user__is_active=True
    )
    return deciding.select_related("post", "user").order_by("pk")


def named(draft):
    """What every mail about a draft names."""
    return {
        "kind": draft.get_kind_display(),
        "activity": one_line(draft.activity),
        "url": absolute(draft.get_absolute_url()),
    }


def put(kind, draft, to, letter, at):
    """Each version of a draft is returned or offered once."""
    cause = cause_of(kind, draft, to)
    OutgoingMail.objects.put(to=to, kind=kind, cause=cause, letter=letter, at=at)


def cause_of(kind, draft, to):
    return f"draft {draft.pk}, version {draft.version}, {kind} to {to.pk}"


def offers_told(drafts, users):
    """{(draft's key, user's key)} of the offers of which a mail of its own told. One query."""
    offered = OutgoingMail.Kind.OFFERED
    offers = [draft for draft in drafts if draft.kind == draft.Kind.HAND_OVER]
    causes = {
        cause_of(offered, draft, user): (draft.pk, user.pk) for draft in offers for user in users
    }
    told = OutgoingMail.objects.filter(kind=offered, cause__in=list(causes))
    kept = told.exclude(state=OutgoingMail.State.DROPPED).values_list("cause", flat=True)
    return {causes[cause] for cause in kept}
