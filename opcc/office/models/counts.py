"""Counts that all processes share where no Valkey does it: how often somebody tried of late."""

from django.db import models


class SharedCountQuerySet(models.QuerySet):
    def tidy(self, at):
        """Forget counts that are over. Return how many went."""
        return self.filter(expires__lt=at).delete()[0]


class SharedCount(models.Model):
    """A row as Django's cache in a table wants it. Nobody points to it and nobody reads it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    objects = SharedCountQuerySet.as_manager()

    def __str__(self):
        return f"Until {self.expires:%-d %B %Y, %H:%M}"
