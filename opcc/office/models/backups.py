"""Backups that were made, so that one sees when none is made any more."""

from django.db import models


class BackupMadeQuerySet(models.QuerySet):
    def newest(self):
        """The last one, or None: in the order of keys, which no clock can turn."""
        return self.order_by("-pk").first()


class BackupMade(models.Model):
    """One backup that was whole in its folder. Written once, after it: it does not hold itself."""

    made_at = models.DateTimeField(help_text="Of which moment it is.")
    name = models.CharField(max_length=60, help_text="The name of its folder.")
    bytes = models.PositiveBigIntegerField(
        help_text="How long its files are, shared ones included."
    )
    seconds = models.PositiveIntegerField(help_text="How long it took.")

    objects = BackupMadeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "backups made"
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"Backup of {self.made_at:%-d %B %Y}"
