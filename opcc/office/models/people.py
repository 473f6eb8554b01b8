"""Accounts. What a person may do follows from groups and from the posts they hold."""

import datetime as dt

from allauth.account import app_settings as account
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from .office import Office, machine_now

SECOND_STEPS = {"totp": "app", "webauthn": "passkey"}
"""{kind: what it is called} of what a second step can be. Recovery codes only stand in for one."""

STAFF = "Staff"
PANEL = "Panel"
ADMINISTRATORS = "Administrators"
GROUPS = (STAFF, PANEL, ADMINISTRATORS)


IDLE_DAYS = 60
"""Who has not signed in for so long is named to administrators: they may have left."""


class UserQuerySet(models.QuerySet):
    def idle(self, at):
        """Open accounts whose people came once, and not for IDLE_DAYS before that moment."""
        since = at - dt.timedelta(days=IDLE_DAYS)
        return self.filter(is_active=True, last_login__lt=since)

    def never_came(self):
        """Open accounts by which nobody has signed in yet."""
        return self.filter(is_active=True, last_login=None)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, by e-mail."""

    email = models.EmailField(
        "e-mail address",
        unique=True,
        error_messages={"unique": "There is already an account with this e-mail address."},
    )
    name = models.CharField(max_length=150, help_text="As it should stand in the record.")
    is_active = models.BooleanField(
        "active",
        default=True,
        help_text="Untick when the person leaves. They are signed out at the next click; "
        "what they said stays.",
    )
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once_in_any_case",
                violation_error_message="There is already an account with this e-mail address.",
            )
        ]

    def __str__(self):
        return self.name

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Save, and take from who has left all that lets in: none of it comes back if they do."""
        super().save(*args, **kwargs)
        if not self.is_active:
            now = Office.objects.current().now()
            self.access_keys.revoke(at=now)
            self.invitations.all().withdraw(at=now)
            self.end_sessions()
            cache.set(self.closed_key, machine_now().timestamp(), account.LOGIN_TIMEOUT)

    @property
    def closed_key(self):
        """Under which is noted when it was closed, for as long as a sign-in may wait."""
        return f"office_user_closed:{self.pk}"

    def was_closed_since(self, at):
        """Whether the account was closed after a sign-in began that goes on now.

        at: seconds since 1970.
        """
        return cache.get(self.closed_key, 0) >= at

    def end_sessions(self, *, but=None):
        """Sign the person out wherever they are signed in, but for the session with that key."""
        for session in self.usersession_set.exclude(session_key=but or ""):
            session.end()

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @cached_property
    def roles(self):
        """The groups this person is in. Costs a query once; none for who is signed in."""
        return frozenset(self.groups.values_list("name", flat=True))

    def has_perm(self, perm, obj=None):
        """Ask the rules, for superusers too: a post gives the right to approve, no flag does."""
        return self.is_active and any(
            backend.has_perm(self, perm, obj) for backend in get_backends()
        )

    @cached_property
    def has_second_factor(self):
        """Whether a second step is set up. Costs a query once; none for who is signed in."""
        return is_mfa_enabled(self, types=list(SECOND_STEPS))

    @property
    def can_sign_in(self):
        """Whether they have chosen how. Costs a query where it is not by a password."""
        return self.has_usable_password() or hasattr(self, "microsoft_account")

    @property
    def needs_second_factor(self):
        """Whether they may write here or administer, and so have to prove who they are twice."""
        return self.works_here or self.is_staff

    @property
    def is_panel(self):
        return PANEL in self.roles

    @property
    def is_administrator(self):
        return self.is_active and (self.is_superuser or ADMINISTRATORS in self.roles)

    @property
    def works_here(self):
        """Whether the office's own pages are theirs. Panel membership shuts them out."""
        return (
            self.is_active and not self.is_panel and (STAFF in self.roles or self.is_administrator)
        )

    @property
    def is_staff(self):
        """Whether Django admin opens for them."""
        return self.is_administrator and not self.is_panel

    @cached_property
    def day(self):
        """The office's today, against which holdings count."""
        return Office.objects.current().today()

    @cached_property
    def current_holdings(self):
        """What this person holds today, with the posts. As for `roles`."""
        held = self.holdings.on(self.day).select_related("post")
        return [holding for holding in held if holding.post.stands_on(self.day)]

    @property
    def holdings_to_come(self):
        """What this person holds today or will hold later, with the posts."""
        return self.holdings.ending_from(self.day).select_related("post")

    def post_ids(self, *kinds):
        """The posts held today, by any of the given kinds of holding, or by all kinds."""
        return {h.post_id for h in self.current_holdings if not kinds or h.kind in kinds}

    @property
    def acts_as_accountable(self):
        """Whether they hold, or deputise for, the post that answers for the whole plan."""
        return any(h.decides and h.post.is_accountable for h in self.current_holdings)

    @property
    def post_title(self):
        """The title to write beside their name: the post they act in, or their group."""
        deciding = [h for h in self.current_holdings if h.decides] or self.current_holdings
        return deciding[0].described() if deciding else ", ".join(sorted(self.roles))

    def clean(self):
        super().clean()
        self.email = self.__class__.objects.normalize_email(self.email)
        if not self.is_active and self.pk:
            self.refuse_to_leave_posts_behind()

    def refuse_to_leave_posts_behind(self):
        """Raise ValidationError while they decide for a post, or will: posts do not leave."""
        deciding = self.holdings_to_come.filter(kind__in=["holder", "deputy"])
        titles = ", ".join(h.described() for h in deciding if h.post.stands_on(self.day))
        if titles:
            raise ValidationError(
                f"{self.name} still holds {titles}. Hand the post over first "
                "(Posts, choose the post, “Hand over a post”), or end the deputy's time there, "
                "then deactivate the account."
            )
