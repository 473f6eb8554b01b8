"""Keys by which a program reads for a person: the address of a calendar, a token for data."""

import hashlib
import secrets

from django.db import models, transaction
from django.db.models import Q

from .people import User

SECRET_BYTES = 32

STANDING_AT_MOST = 20
"""Keys that a person may have at a time: more than anybody's devices, too few to lose count of."""


class TooManyKeys(Exception):
    """The person has as many standing keys as one may have. Nothing was made."""


def new_secret():
    return secrets.token_urlsafe(SECRET_BYTES)


def digest_of(secret):
    """The SHA-256 of a secret: all that is kept of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


class AccessKeyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own keys; an administrator's page shows them all without this."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def standing(self):
        """Keys that open something: not revoked, and their person has not left."""
        return self.filter(revoked_at=None, user__is_active=True)

    def revoked(self):
        return self.exclude(revoked_at=None)

    def revoke(self, *, at):
        """Close those of these keys that are open, for good. Return how many."""
        return self.filter(revoked_at=None).update(revoked_at=at)

    def opened_by(self, secret, purpose):
        """Return the standing key of this secret and purpose, with its user, or None."""
        wanted = self.standing().filter(digest=digest_of(secret), purpose=purpose)
        return wanted.select_related("user").first()


class AccessKeyManager(models.Manager.from_queryset(AccessKeyQuerySet)):
    @transaction.atomic
    def issue(self, user, purpose, *, name, at, secret=None):
        """Make a key; return (AccessKey, its secret), which is told once and never kept.

        secret: one of `new_secret`, for a form that may be sent twice: it makes one key. Raises
        TooManyKeys where the person has `STANDING_AT_MOST` already, and ValueError for data and
        somebody who does not work here: nobody else reads by token. The key of somebody whose
        account was closed meanwhile is revoked from the start.
        """
        if purpose == AccessKey.Purpose.DATA and not user.works_here:
            raise ValueError(f"{user} does not work here.")
        owner = User.objects.select_for_update().get(pk=user.pk)
        secret = secret or new_secret()
        if made := self.filter(user=user, digest=digest_of(secret)).first():
            return made, secret
        if self.filter(user=user).standing().count() >= STANDING_AT_MOST:
            raise TooManyKeys
        key = self.create(
            user=user,
            purpose=purpose,
            name=name,
            digest=digest_of(secret),
            made_at=at,
            revoked_at=None if owner.is_active else at,
        )
        return key, secret


class AccessKey(models.Model):
    """A secret that opens, for a program, what its person may read. It never writes."""

    class Purpose(models.TextChoices):
        CALENDAR = "calendar", "Calendar"
        DATA = "data", "Data"

    user = models.ForeignKey(User, models.PROTECT, related_name="access_keys")
    purpose = models.CharField(max_length=10, choices=Purpose)
    name = models.CharField(max_length=100, help_text="What it is for, such as “My phone”.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = AccessKeyManager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="access_key_is_named",
                condition=~Q(name=""),
                violation_error_message="Say what the key is for.",
            )
        ]

    def __str__(self):
        return self.name

    def revoke(self, *, at):
        """Close the key for good. Return whether this call did it."""
        return bool(AccessKey.objects.filter(pk=self.pk).revoke(at=at))

    def note_use(self, on):
        """Remember the day of the last use: one write a day at most."""
        if self.last_used_on != on:
            AccessKey.objects.filter(pk=self.pk).update(last_used_on=on)
