"""How a session becomes a user, and what being an administrator opens."""

from itertools import groupby
from operator import attrgetter

from django.contrib.auth.backends import ModelBackend

from .models import GROUPS, Holding, Office, Post, User

MEMBER = """EXISTS (
    SELECT 1 FROM office_user_groups JOIN auth_group ON auth_group.id = office_user_groups.group_id
    WHERE office_user_groups.user_id = office_user.id AND auth_group.name = '{0}'
) AS "in {0}\""""
SECOND_FACTOR = """EXISTS (
    SELECT 1 FROM mfa_authenticator WHERE mfa_authenticator.user_id = office_user.id
    AND mfa_authenticator.type <> 'recovery_codes'
) AS "with second factor\""""
WITH_RIGHTS = f"""
SELECT office_user.*, {", ".join(map(MEMBER.format, GROUPS))}, {SECOND_FACTOR},
    holding.id AS held_id, holding.kind AS held_as, holding.starts_on AS held_from,
    holding.ends_on AS held_to, post.id AS held_post_id, post.title AS held_post_title,
    post.is_elt AS held_post_is_elt, post.is_accountable AS held_post_is_accountable
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
        rows = list(User.objects.raw(ONE, [day, day, day, user_id]))
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        return with_rights(rows, day)

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
    rows = User.objects.raw(ALL, [day, day, day])
    return [with_rights(list(theirs), day) for _, theirs in groupby(rows, key=attrgetter("pk"))]


def with_rights(rows, day):
    """Return the User of these rows of WITH_RIGHTS; what it may do costs no query any more."""
    user = rows[0]
    user.roles = frozenset(name for name in GROUPS if getattr(user, f"in {name}"))
    user.has_second_factor = bool(getattr(user, "with second factor"))
    user.day, user.current_holdings = day, [held(row) for row in rows if row.held_post_id]
    return user


def held(row):
    """Return the Holding, with its Post, that a row of WITH_RIGHTS tells of."""
    names = ("id", "title", "is_elt", "is_accountable")
    post = Post.from_db(row._state.db, names, [getattr(row, f"held_post_{name}") for name in names])
    return Holding(
        pk=row.held_id,
        user=row,
        post=post,
        kind=row.held_as,
        starts_on=row.held_from,
        ends_on=row.held_to,
    )
