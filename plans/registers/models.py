"""What the rows of every register share, and the dated lines under them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models import F
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from opcc.office.models import Post


class Stale(Exception):
    """Somebody else changed the row since this writer read it. Nothing was written."""


class OnceInAnyCase(models.UniqueConstraint):
    """No two rows have the same text in a column, whatever their capitals.

    column: its name, which is also the field that the error is about.
    """

    def __init__(self, *, column, name, violation_error_message=None, **kwargs):
        self.column = column
        super().__init__(
            Lower(column), name=name, violation_error_message=violation_error_message, **kwargs
        )

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        try:
            super().validate(model, instance, exclude=exclude, using=using)
        except ValidationError as taken:
            raise ValidationError({self.column: taken.messages}) from None

    def deconstruct(self):
        path, _, kwargs = super().deconstruct()
        return path, (), kwargs | {"column": self.column}


class RegisteredQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.works_here else self.none()

    def owned_by(self, post):
        return self.filter(owner=post)


class Versioned(models.Model):
    """A row whose writers know the version that they read, added once by the form that adds it."""

    version = models.PositiveIntegerField(default=1, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def change(self, *, fields=(), **facts):
        """Write these columns as they now are on `self`, if nobody wrote since it was read.

        fields: names of the columns. Raises Stale otherwise. Field history keeps the change.
        """
        same = type(self)._base_manager.filter(pk=self.pk, version=self.version)
        if not same.update(version=F("version") + 1):
            raise Stale(self)
        self.version += 1
        for name, value in facts.items():
            setattr(self, name, value)
        self.save(update_fields=[*fields, *facts])


class Registered(Versioned):
    """A row of a register: a post answers for it, and an edit knows the version it read."""

    owner = models.ForeignKey(
        Post,
        models.PROTECT,
        related_name="+",
        help_text="The post that answers for it, whoever holds the post.",
    )
    internal_note = models.TextField(
        "note for colleagues",
        blank=True,
        help_text="Seen inside the office only. It never reaches a pack or the panel.",
    )

    objects = RegisteredQuerySet.as_manager()
    history = HistoricalRecords(inherit=True, excluded_fields=["version", "token"])

    class Meta:
        abstract = True


class Promised(Registered):
    """A row with a due date, and lines about it that `add_line(kind, ...)` writes."""

    class Meta:
        abstract = True

    @transaction.atomic
    def update(self, *, words, said_on, by, at, token=None):
        """Say how it goes, in words that whoever asked may read."""
        line = self.add_line("updated", words=words, **spoken(by, at, said_on, token))
        self.change(fields=[])
        return line

    @transaction.atomic
    def move_date(self, *, to, words, said_on, by, at, token=None):
        """Move the date; `words` say why. The first date stays beside it."""
        line = self.add_line(
            "date_moved",
            words=words,
            due_from=self.due_on,
            due_to=to,
            **spoken(by, at, said_on, token),
        )
        self.change(
            fields=["due_on", "first_due_on", "moves"],
            due_on=to,
            first_due_on=self.first_due_on or to,
            moves=self.moves + (self.due_on is not None),
        )
        return line


class TaskQuerySet(RegisteredQuerySet):
    def open(self):
        return self.filter(done_on=None)

    def late(self, on):
        return self.open().filter(due_on__lt=on)


class Task(Promised):
    """Something promised that is done on a day, its `done_on`, and then over."""

    objects = TaskQuerySet.as_manager()

    class Meta:
        abstract = True

    @transaction.atomic
    def finish(self, *, words, said_on, by, at, token=None):
        """Say that it is done, and what was done."""
        line = self.add_line("done", words=words, **spoken(by, at, said_on, token))
        self.change(fields=["done_on"], done_on=said_on)
        return line


class Line(models.Model):
    """A dated line under a row: never edited or deleted, corrected by a later one."""

    said_on = models.DateField(help_text="The day that the words are about.")
    made_at = models.DateTimeField(help_text="The moment that the line was written.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    made_by_name = models.CharField(max_length=200)
    made_by_post = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    token = models.UUIDField(null=True, unique=True, help_text="Of the form that made it.")

    class Meta:
        abstract = True
        ordering = ["made_at", "pk"]


def spoken(by, at, said_on, token=None):
    """The columns of a line that say who wrote it, a `plans.record.Voice`, and when."""
    return {
        "said_on": said_on,
        "made_at": at,
        "made_by": by.user,
        "made_by_name": by.name,
        "made_by_post": by.post,
        "token": token,
    }
