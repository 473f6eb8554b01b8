"""The link that stops mail without signing in: signed, for one person and one kind of mail.

It never ends, since a mail may be read years later, and it can do nothing else.
"""

from django.core import signing

REMINDERS, PACKS = "reminders", "packs"
WORDS = {
    REMINDERS: "reminders of what is due from you",
    PACKS: "mail about published packs",
}
"""{what a link stops: what that is called}"""

SALT = "opcc.office.mail.stop"


def signer():
    # A full stop survives in addresses that mail programs cut and wrap.
    return signing.Signer(salt=SALT, sep=".")


def token(user, what):
    return signer().sign_object([user.pk, what])


def read(token):
    """Return (user's key, what to stop), or None where the token is not one of ours."""
    try:
        key, what = signer().unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (key, what) if what in WORDS else None
