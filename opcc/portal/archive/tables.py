"""What an archive holds: every table of every model, but for those named here.

A model that is added is taken along by itself. Whoever adds one that must stay behind, or one
that holds a secret, adds it to a list below; `tests/archive/test_tables.py` asks about the rest.
"""

from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models

from .values import Column

LEFT_OUT = {
    "office.sharedcount": "How often somebody tried something of late. It is over within a day.",
    "sessions.session": "Who is signed in at the moment. Everybody signs in again.",
    "usersessions.usersession": "Where people are signed in at the moment.",
    "account.emailaddress": "Not in use: a person has the one address that their account names.",
    "account.emailconfirmation": "Not in use, as above.",
    "contenttypes.contenttype": "The program's own names of its tables, which migrate makes. "
    "Rows that point to one name it in words.",
    "auth.permission": "What Django could allow, table by table, which migrate makes. Rows that "
    "point to one name it in words.",
}
"""{model: why its rows stay behind}"""

TABLES_OF_NO_MODEL = {
    "django_migrations": "Which migrations were applied: schema.json lists them.",
}
"""{table: why}, of tables in the database that no model stands for."""

MADE_BY_MIGRATIONS = {
    "auth.group": "The three groups.",
    "governance.riskband": "The usual bands of a risk matrix.",
}
"""Models of which a new, empty database has rows. Those in the archive take their place."""

SECRET_TABLES = {
    "office.accesskey": "Digests of the keys by which programs read for a person.",
    "mfa.authenticator": "What people prove their second step against.",
    "office.invitation": "Links by which people choose how to sign in.",
    "office.outgoingmail": "Mails, with links that stop them for their reader without a sign-in. "
    "Blank ones would be sent blank.",
}
SECRET_COLUMNS = {"office.user": {"password": "!"}, "office.reminder": {"mail_id": None}}
"""What `--without-credentials` leaves out: all rows of a table; {column: what stands instead}.

Django takes a password that begins with "!" for one that opens nothing. What points to a row that
stays behind points to nothing.
"""


def name_of_content_type(row):
    return [row.app_label, row.model]


def name_of_permission(row):
    return [*name_of_content_type(row.content_type), row.codename]


def content_type_named(app_label, model):
    return ContentType.objects.get_or_create(app_label=app_label, model=model)[0]


def permission_named(app_label, model, codename):
    of, name = content_type_named(app_label, model), {"name": codename}
    return Permission.objects.get_or_create(content_type=of, codename=codename, defaults=name)[0]


NAMED = {
    ContentType: (name_of_content_type, content_type_named, ("app", "model")),
    Permission: (name_of_permission, permission_named, ("app", "model", "code")),
}
"""Rows whose keys differ from one database to the next: (row -> name, name -> row, its parts).

One that this database lacks, because the program dropped its model long ago, is made again.
"""


@dataclass(frozen=True)
class Table:
    """A table that is taken along: its model and its columns, in the model's order."""

    model: type[models.Model]

    @property
    def label(self):
        return self.model._meta.label_lower

    @property
    def file(self):
        """Where its rows are, from the archive's folder."""
        return f"tables/{self.label}.jsonl"

    @property
    def name(self):
        """Its name in the database."""
        return self.model._meta.db_table

    @cached_property
    def columns(self):
        fields = [f for f in self.model._meta.local_concrete_fields if not f.generated]
        return [Column(field, NAMED.get(field.related_model)) for field in fields]

    @cached_property
    def key_at(self):
        """Which of its columns is the key."""
        return next(at for at, column in enumerate(self.columns) if column.field.primary_key)

    @property
    def counter(self):
        """The column that the database counts up, or None."""
        key = self.model._meta.pk
        return key.column if isinstance(key, models.AutoField | models.BigAutoField) else None

    @property
    def queryset(self):
        """All rows, whatever the model's own managers hide."""
        return models.QuerySet(self.model).order_by("pk")


def tables():
    """Every Table, in order of its name."""
    found = [
        Table(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label_lower not in LEFT_OUT and has_a_table(model._meta)
    ]
    return sorted(found, key=lambda table: table.label)


def has_a_table(meta):
    return meta.managed and not meta.proxy and not meta.swapped
