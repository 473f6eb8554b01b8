"""Tokens: a program reads what its person may read, and only while they may."""

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from opcc.office.backends import RoleBackend
from opcc.office.models import AccessKey

SCHEME = "bearer"
REALM = 'Bearer realm="Delivery plan data"'


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <secret>` of a person who works here. A session counts for nothing.

    The person is read anew each time, so that a token ends with their rights.
    """

    def authenticate(self, request):
        """Return (User, AccessKey); None where no token was sent."""
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _, secret = header.strip().partition(" ")
        key = opened(secret.strip()) if scheme.lower() == SCHEME else None
        user = RoleBackend().get_user(key.user_id) if key else None
        if user is None or not user.works_here:
            raise AuthenticationFailed
        key.note_use(request._request.today)
        return user, key

    def authenticate_header(self, request):
        is_wrong = "Authorization" in request.headers
        return f'{REALM}, error="invalid_token"' if is_wrong else REALM


def opened(secret):
    """The standing AccessKey for data with this secret, or None."""
    return AccessKey.objects.opened_by(secret, AccessKey.Purpose.DATA)
