"""Sealing what second steps are checked against, so that a copy of the database opens nothing.

The key follows from SECOND_FACTOR_KEY, or from SECRET_KEY where that is not set. What an older key
sealed can still be opened, so that a key can be changed: the one that was in use before goes to
SECRET_KEY_FALLBACKS until `reseal_second_steps` has run.
"""

import base64
import logging

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

SALT = "opcc.office.sign_in.sealing"
UNREADABLE = (
    "The codes of this account cannot be checked any more, because a key of the site was changed. "
    "Ask an administrator to reset your second step."
)

logger = logging.getLogger(__name__)


def seal(text):
    return keys().encrypt(text.encode()).decode()


def unseal(sealed):
    """The text that was sealed. Raises ValidationError where no key of ours opens it.

    Never an empty text: codes that follow from one could be worked out by anybody.
    """
    try:
        return keys().decrypt(sealed.encode()).decode()
    except InvalidToken as fault:
        logger.error("A second step cannot be opened: SECOND_FACTOR_KEY or SECRET_KEY was changed.")
        raise ValidationError(UNREADABLE, code="unreadable") from fault


def keys():
    """The first seals; any of them opens."""
    texts = [settings.SECOND_FACTOR_KEY, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(key_of(text)) for text in texts if text])


def key_of(text):
    """The key of Fernet, 32 bytes in base64, that follows from a text of any length."""
    digest = salted_hmac(SALT, "", secret=text, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
