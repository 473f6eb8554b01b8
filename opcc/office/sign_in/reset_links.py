"""The links by which somebody who forgot a password chooses another.

A link is made when its mail is sent, and written down nowhere.
"""

import datetime as dt

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from ..addresses import absolute

SALT = "opcc.office.sign_in.reset_links"


class ResetLinks(PasswordResetTokenGenerator):
    """For open accounts that have a password: a link is no way round Microsoft, or back in."""

    def check_token(self, user, token):
        may = user is not None and user.is_active and user.has_usable_password()
        return may and super().check_token(user, token)

    def stamp_of(self, user):
        """What changes when a link to this person would end. No link follows from it."""
        about = self._make_hash_value(user, "")
        return salted_hmac(SALT, about, algorithm="sha256").hexdigest()


def url_for(user):
    """A link to a new password for this person: whoever has it can choose one."""
    args = {"uidb36": user_pk_to_url_str(user), "key": ResetLinks().make_token(user)}
    return absolute(reverse("account_reset_password_from_key", kwargs=args))


def is_still_wanted(mail, at):
    """Whether the link that this mail asks for would be open, had it been made with the mail."""
    lasts = dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    is_the_same = constant_time_compare(mail.stamp, ResetLinks().stamp_of(mail.user))
    return is_the_same and at - mail.made_at < lasts
