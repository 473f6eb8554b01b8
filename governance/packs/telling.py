"""Whom a published pack is told by mail, in the transaction that publishes it.

Members of the panel, for whom it was made, and those who hold or deputise for a post of the
Executive Leadership Team, who answer before them for what it says.
"""

from django.db.models import Q
from django.utils import timezone

from opcc.office.addresses import absolute
from opcc.office.mail import stopping
from opcc.office.mail.letters import one_line, write
from opcc.office.models import PANEL, Holding, OutgoingMail, User

DECIDING = (Holding.Kind.HOLDER, Holding.Kind.DEPUTY)


def tell_readers(pack, *, by, at):
    """Let a mail wait for each reader who wants it, but for the User who published the pack."""
    values = words_of(pack)
    subject = f"Pack published: {values['body']}, {values['meeting_on']}"
    if pack.version > 1:
        subject = f"Version {pack.version} published: {values['body']}, {values['meeting_on']}"
    mails = []
    for reader in readers(timezone.localdate(at)):
        if reader != by:
            letter = write("pack", to=reader, subject=subject, stops=stopping.PACKS, **values)
            kind, cause = OutgoingMail.Kind.PACK, f"pack {pack.pk} to {reader.pk}"
            mails.append(OutgoingMail.of(to=reader, kind=kind, cause=cause, letter=letter, at=at))
    OutgoingMail.objects.bulk_create(mails)


def readers(on):
    """The Users who are told of packs that day and have not said that they want none."""
    leading = Holding.objects.on(on).filter(post__is_elt=True, kind__in=DECIDING)
    told = Q(groups__name=PANEL) | Q(pk__in=leading.values("user"))
    wanting = Q(mail_preference=None) | Q(mail_preference__packs=True)
    return User.objects.filter(told & wanting, is_active=True).distinct().order_by("pk")


def words_of(pack):
    """What the mail says: all of it stands on the pack's first page."""
    return {
        "body": one_line(pack.meeting.body),
        "meeting_on": f"{pack.meeting.on:%-d %B %Y}",
        "plan": one_line(pack.plan),
        "cut_off": f"{timezone.localtime(pack.cut_off):%-d %B %Y}",
        "version": pack.version,
        "before": pack.version - 1,
        "url": absolute(pack.get_absolute_url()),
    }
