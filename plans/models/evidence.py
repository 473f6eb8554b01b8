"""Files that show what was said: kept as they were brought, beside the record that names them."""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.urls import reverse

from ..evidence.kinds import CHOICES, Kind
from ..evidence.naming import NamedFile
from .activities import Activity
from .entries import Entry


class EvidenceFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.works_here else self.none()

    def unnamed(self):
        """Those that no line of the record names."""
        return self.filter(namings=None)


class EvidenceFile(models.Model):
    """A file as it was brought: for a draft, and for ever once a line of the record names it.

    Its bytes are in the storage "evidence", under its key alone. Nothing of it is ever changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="files")
    name = models.CharField(max_length=150, help_text="As the person who brought it called it.")
    kind = models.CharField(
        max_length=8,
        choices=CHOICES,
        help_text="What its bytes are, whatever it is called.",
    )
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="files_added"
    )
    added_at = models.DateTimeField()

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = "evidence file"
        constraints = [
            models.CheckConstraint(name="evidence_file_holds_something", condition=Q(size__gt=0)),
            models.CheckConstraint(
                name="evidence_file_has_a_digest", condition=Q(sha256__regex="^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self):
        return str(self.as_named())

    def get_absolute_url(self):
        return reverse("plans:evidence-file", args=[self.pk])

    @property
    def stored_name(self):
        """Where its bytes are in the storage: a name that says nothing of it."""
        return self.pk.hex

    @property
    def content_type(self):
        return Kind.of(self.kind).content_type

    def as_named(self):
        return NamedFile(str(self.pk), self.name, self.kind, self.size, self.sha256)

    def open(self):
        """Its bytes, as a binary file.

        Raises FileNotFoundError where they are gone, and OSError where nobody can say.
        """
        return storages["evidence"].open(self.stored_name)


class FileNaming(models.Model):
    """That a line of the record names a file: so no database lets the file's row go."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="namings")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="namings")

    class Meta:
        ordering = ["pk"]
        verbose_name = "naming of a file"
        verbose_name_plural = "namings of files"
        constraints = [
            models.UniqueConstraint(fields=["entry", "file"], name="file_named_once_in_a_line")
        ]

    def __str__(self):
        return f"{self.file} in {self.entry}"
