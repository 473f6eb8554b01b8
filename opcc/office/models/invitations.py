"""Invitations: links by which a person chooses how to sign in, once.

A link is signed when it is shown or sent, and written down nowhere.
"""

import datetime as dt
import uuid

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from ..addresses import absolute
from ..telling import tell_invited
from .mail import OutgoingMail
from .people import User

SALT = "opcc.office.invitation"


def signer():
    # A full stop survives in addresses that mail programs cut and wrap.
    return signing.Signer(salt=SALT, sep=".")


def stamp_of(user, key=None):
    """What changes when the person's e-mail address or password does. key: SECRET_KEY, or one that
    was."""
    about = f"{user.pk} {user.email} {user.password}"
    return salted_hmac(SALT, about, secret=key, algorithm="sha256").hexdigest()


def is_stamp_of(user, stamp):
    """Whether it was made of the person as they are now, by any key that is good still."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(stamp, stamp_of(user, key)) for key in keys)


class InvitationQuerySet(models.QuerySet):
    def waiting(self):
        """Those that were neither used nor withdrawn; some of them may have run out."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def withdraw(self, *, at):
        """Let these open nothing any more. Return how many did until now."""
        with transaction.atomic():
            mails = list(self.waiting().values_list("mail", flat=True))
            withdrawn = self.waiting().update(withdrawn_at=at)
            OutgoingMail.objects.filter(pk__in=mails).drop_unsent()
        return withdrawn

    def opened_by(self, token, at):
        """Return the Invitation that this link opens at that moment, with its user, or None."""
        try:
            key, nonce = signer().unsign_object(token)
            return self.that_opens(key, nonce, at)
        except (signing.BadSignature, ValueError, TypeError):
            return None

    def that_opens(self, key, nonce, at):
        """Return the Invitation of that key and nonce, with its user, if it opens then; or None."""
        found = self.waiting().filter(pk=key, expires_at__gt=at).select_related("user").first()
        return found if found and found.fits(nonce) else None


class InvitationManager(models.Manager.from_queryset(InvitationQuerySet)):
    @transaction.atomic
    def make(self, user, *, by, at):
        """Make the one link that opens for `user` from now on; return the Invitation.

        Those made before open nothing any more. Raises ValueError for a closed account. by: the
        administrator, at: aware datetime.
        """
        user = User.objects.select_for_update().get(pk=user.pk)
        if not user.is_active:
            raise ValueError(f"The account of {user} is closed.")
        self.filter(user=user).withdraw(at=at)
        invitation = self.create(
            user=user,
            made_by=by,
            made_at=at,
            expires_at=at + dt.timedelta(days=settings.INVITATION_DAYS),
            stamp=stamp_of(user),
            is_first=not user.can_sign_in,
        )
        invitation.mail = tell_invited(invitation, at=at)
        invitation.save(update_fields=["mail"])
        return invitation


class Invitation(models.Model):
    """That a person may choose, once and until a day, how to sign in."""

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    is_first = models.BooleanField(
        help_text="Whether it invites; if not, it lets somebody choose a new password."
    )
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    stamp = models.CharField(max_length=64, editable=False)
    mail = models.OneToOneField(
        OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="invitation"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationManager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_runs_out_after_it_was_made",
                condition=Q(expires_at__gt=F("made_at")),
            ),
            models.CheckConstraint(
                name="invitation_is_accepted_or_withdrawn",
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_waits_for_a_person",
            ),
        ]

    def __str__(self):
        return f"Invitation of {self.user}" if self.is_first else f"New password for {self.user}"

    @property
    def url(self):
        """The link: whoever has it can sign in as this person. For no log and no page kept."""
        token = signer().sign_object([self.pk, str(self.nonce)])
        return absolute(reverse("invitation_open", args=[token]))

    def fits(self, nonce):
        """Whether a link of that nonce still speaks of the person as they are now."""
        return (
            self.user.is_active
            and constant_time_compare(str(self.nonce), str(nonce))
            and is_stamp_of(self.user, self.stamp)
        )

    def is_open(self, at):
        """Whether it would open at that moment."""
        waits = self.accepted_at is None and self.withdrawn_at is None and self.expires_at > at
        return waits and self.fits(self.nonce)

    def accept(self, *, at):
        """Use it up. Return whether this call did it: of two at once, one does."""
        mine = Invitation.objects.waiting().filter(pk=self.pk, expires_at__gt=at)
        return bool(mine.update(accepted_at=at))

    def described(self, at):
        """What became of it, in words for an administrator."""
        if self.accepted_at:
            return f"accepted on {self.accepted_at:%-d %B %Y}"
        if self.withdrawn_at:
            return f"withdrawn on {self.withdrawn_at:%-d %B %Y}"
        if not self.is_open(at):
            return f"ran out, made on {self.made_at:%-d %B %Y}"
        done = "invited" if self.is_first else "link sent"
        return f"{done} on {self.made_at:%-d %B %Y}"
