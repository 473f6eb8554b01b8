"""How a session becomes a user, and what being an administrator opens."""

from itertools import groupby
from operator import itemgetter

from django.contrib.auth.backends import ModelBackend
from django.db import connection

from .composed import rows_of
from .models import GROUPS, Holding, Office, Post, User

USER = User._meta.concrete_fields
POST = [Post._meta.get_field(name) for name in ("id", "title", "is_elt", "is_accountable")]
HOLDING = [Holding._meta.get_field(name) for name in ("id", "kind", "starts_on", "ends_on")]

MEMBER = """EXISTS (
    SELECT 1 FROM office_user_groups JOIN auth_group ON auth_group.id = office_user_groups.group_id
    WHERE office_user_groups.user_id = office_user.id AND auth_group.name = '{0}'
) AS "in {0}\""""
SECOND_FACTOR = """EXISTS (
    SELECT 1 FROM mfa_authenticator WHERE mfa_authenticator.user_id = office_user.id
    AND mfa_authenticator.type <> 'recovery_codes'
) AS "with second factor\""""
WITH_RIGHTS = f"""
SELECT {", ".join(f"office_user.{field.column}" for field in USER)},
    {", ".join(f"post.{field.column}" for field in POST)},
    {", ".join(f"holding.{field.column}" for field in HOLDING)},
    {", ".join(map(MEMBER.format, GROUPS))},
    {SECOND_FACTOR}
FROM office_user
LEFT JOIN office_holding holding ON holding.user_id = office_user.id
    AND holding.starts_on <= %s AND (holding.ends_on IS NULL OR holding.ends_on >= %s)
LEFT JOIN office_post post ON post.id = holding.post_id
    AND (post.abolished_on IS NULL OR post.abolished_on > %s)
WHERE {{whom}}
ORDER BY office_user.id, post.is_accountable DESC, post.is_elt DESC, post.title, holding.kind,
    holding.starts_on DESC
"""
"""A user with groups and with what they hold on a day: a row a holding, at least one. `{whom}`
stands for whose.

Every request asks this. As one text it costs a quarter of what the same takes to be put together
from models, and nothing is remembered from one request to the next, so rights change at once.
"""
ONE = WITH_RIGHTS.format(whom="office_user.id = %s")
ALL = WITH_RIGHTS.format(whom="office_user.is_active")


class RoleBackend(ModelBackend):
    """E-mail and password; groups and posts come with the user; administrators use all of admin."""

    def get_user(self, user_id):
        day = Office.objects.current().today()
        rows = ask(ONE, day, user_id)
        user = rows and with_rights(rows, day)
        return user if user and self.user_can_authenticate(user) else None

    def authenticate(self, request, username=None, password=None, email=None, **fields):
        address = (email or username or "").strip().lower()
        return super().authenticate(request, address, password, **fields)

    def has_perm(self, user, perm, obj=None):
        """Grant Django's own model permissions (`app.change_model`) to administrators."""
        verb, _, model = perm.partition(".")[2].partition("_")
        # Rules of our own such as `governance.change` name no model: they are not granted here.
        is_djangos = bool(model) and verb in {"add", "change", "delete", "view"}
        return is_djangos and self.has_module_perms(user, "")

    def has_module_perms(self, user, app_label):
        return user.is_active and user.is_staff


def everybody(day):
    """Every User who may sign in, with the rights of that day, in the order of keys. One query."""
    theirs = groupby(ask(ALL, day), key=itemgetter(0))
    return [with_rights(list(rows), day) for _, rows in theirs]


def ask(question, day, *whom):
    """The rows of WITH_RIGHTS on that day."""
    on = connection.ops.adapt_datefield_value(day)
    fields = (*USER, *POST, *HOLDING)
    # What somebody may do is asked of the primary, whatever a copy of the database knows.
    return rows_of(question, [on, on, on, *whom], fields, database=connection)


def with_rights(rows, day):
    """Return the User of these rows of WITH_RIGHTS; what it may do costs no query any more."""
    user = loaded(User, USER, rows[0])
    *columns, has_second_factor = rows[0]
    is_in = dict(zip(GROUPS, columns[-len(GROUPS) :], strict=True))
    user.roles = frozenset(filter(is_in.get, GROUPS))
    user.has_second_factor = bool(has_second_factor)
    behind = [row[len(USER) :] for row in rows]
    user.day, user.current_holdings = day, [held(user, row) for row in behind if row[0]]
    return user


def held(user, row):
    """Return the Holding, with its Post, that the columns behind those of a User tell of."""
    holding = loaded(Holding, HOLDING, row[len(POST) :])
    holding.user, holding.post = user, loaded(Post, POST, row)
    return holding


def loaded(model, fields, row):
    """An object as if these columns, which the row begins with, had been asked of the database."""
    return model.from_db(connection.alias, [f.attname for f in fields], row[: len(fields)])
