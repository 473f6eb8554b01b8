"""The links by which somebody who forgot a password chooses another."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class ResetLinks(PasswordResetTokenGenerator):
    """For open accounts that have a password: a link is no way round Microsoft, or back in."""

    def check_token(self, user, token):
        may = user is not None and user.is_active and user.has_usable_password()
        return may and super().check_token(user, token)
