"""Which account at Microsoft Entra ID is whose here."""

from django.db import IntegrityError, models, transaction
from simple_history.models import HistoricalRecords

from .people import User


class AlreadyBound(Exception):
    """The Microsoft account signs somebody else in, or the person has another. Nothing changed."""


class MicrosoftAccountManager(models.Manager):
    def of(self, identity):
        """Return the row of an Identity, with its user, or None.

        Issuer, tenant and object id together are one person for ever. E-mail addresses are not:
        they change hands, and who administers another tenant writes there what they like.
        """
        return self.select_related("user").filter(**self.key_of(identity)).first()

    @staticmethod
    def key_of(identity):
        return {
            "issuer": identity.issuer,
            "tenant": identity.tenant,
            "object_id": identity.object_id,
        }

    def bind(self, user, identity, *, at):
        """Let this Microsoft account sign `user` in; return its row. Raises AlreadyBound."""
        known = self.of(identity)
        if known and known.user_id == user.pk:
            return known
        try:
            with transaction.atomic():
                return self.create(
                    user=user, known_as=identity.known_as, bound_at=at, **self.key_of(identity)
                )
        except IntegrityError as clash:
            raise AlreadyBound from clash


class MicrosoftAccount(models.Model):
    """An account at Entra ID that signs a person in: one each."""

    user = models.OneToOneField(User, models.PROTECT, related_name="microsoft_account")
    issuer = models.CharField(max_length=200)
    tenant = models.UUIDField()
    object_id = models.UUIDField("object id")
    known_as = models.CharField(
        max_length=200, help_text="What Entra called it when it was connected. Matches nobody."
    )
    bound_at = models.DateTimeField("connected")

    objects = MicrosoftAccountManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "Microsoft account"
        ordering = ["user"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "tenant", "object_id"],
                name="microsoft_account_signs_one_person_in",
                violation_error_message="This Microsoft account signs somebody else in.",
            )
        ]

    def __str__(self):
        return f"{self.known_as} for {self.user}"
