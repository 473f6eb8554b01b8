"""What tests of people need: the tenant switched on, sessions of long ago, who is signed in."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth import SESSION_KEY

from opcc.office.models import MicrosoftAccount
from tests.conftest import NOW
from tests.sign_in.entra_provider import ANNA, ISSUER, TENANT

LONG_AGO = 16 * 60
"""Seconds after which a proof of who one is has grown old."""


def grow_old(client, seconds=LONG_AGO):
    """Let the session's proofs of who its reader is be so much older."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {**proof, "at": time.time() - seconds}
        for proof in session[AUTHENTICATION_METHODS_SESSION_KEY]
    ]
    session.save()


def is_signed_in(client, user):
    return client.session.get(SESSION_KEY) == str(user.pk)


def bound(user, oid=ANNA):
    """The Microsoft account of that object id, signing this person in."""
    return MicrosoftAccount.objects.create(
        user=user,
        issuer=ISSUER,
        tenant=TENANT,
        object_id=oid,
        known_as="Anna Example, anna@example.org",
        bound_at=NOW,
    )
