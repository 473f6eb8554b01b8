"""The office itself. Its names are data: the law that makes these offices ends in May 2028."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..caches.pages import pages

CACHE_KEY = "office"
CACHE_SECONDS = 30
"""Every page names the office. Another process may show an old name for this long."""


def machine_now():
    """The machine's own moment, whatever a demonstration's clock says: sessions live by it."""
    return timezone.now()


class OfficeManager(models.Manager):
    def current(self):
        """Return the one office, or an unnamed one while none has been entered."""
        return pages.get_or_set(CACHE_KEY, self.read, CACHE_SECONDS)

    def read(self):
        return self.first() or Office()

    def forget(self):
        """Let the next question for the office be answered by the database."""
        pages.delete(CACHE_KEY)


class Office(models.Model):
    """The one organisation that this copy of the program serves."""

    full_name = models.CharField(
        max_length=200,
        default="Office of the Police and Crime Commissioner",
        help_text="Shown in the header of every page.",
    )
    short_name = models.CharField(
        max_length=40, default="OPCC", help_text="Shown in page titles and beside dates."
    )
    area = models.CharField(
        max_length=200, blank=True, help_text="The area served, for example a county's name."
    )
    commissioner_title = models.CharField(
        max_length=100,
        default="Police and Crime Commissioner",
        help_text="The title of the person the office serves.",
    )
    panel_name = models.CharField(
        max_length=100,
        default="Police and Crime Panel",
        help_text="The name of the body that scrutinises the Commissioner.",
    )
    is_demonstration = models.BooleanField(
        "demonstration",
        default=False,
        help_text="Puts a banner on every page that the progress shown is invented.",
    )
    clock_offset = models.DurationField(
        default=dt.timedelta(0),
        editable=False,
        help_text="How far a demonstration's clock stands from the real one.",
    )

    objects = OfficeManager()

    class Meta:
        verbose_name_plural = "office"
        constraints = [
            models.CheckConstraint(
                name="office_only_one",
                condition=Q(pk=1),
                violation_error_message="There is already an office. Change that one.",
            ),
            models.CheckConstraint(
                name="office_clock_moves_only_in_a_demonstration",
                condition=Q(is_demonstration=True) | Q(clock_offset=dt.timedelta(0)),
                violation_error_message="Only a demonstration may have a clock of its own.",
            ),
        ]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)
        Office.objects.forget()

    def now(self):
        """Return the moment it is for this office: the real one, but for a demonstration."""
        return timezone.now() + self.clock_offset

    def today(self):
        """Return the day it is in London."""
        return timezone.localdate(self.now())

    def set_clock(self, moment):
        """Let the demonstration's clock go on from `moment`, an aware datetime."""
        self.clock_offset = moment - timezone.now()
