"""Which tenant, and by which registration: from the environment alone."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

AUTHORITY = "https://login.microsoftonline.com"


@dataclass(frozen=True)
class Entra:
    """The office's tenant and this site's registration in it.

    does_second_factor: whether the office says that its Conditional Access demands a second step
    of everybody who signs in here. Tokens do not tell.
    """

    tenant: str
    client_id: str
    client_secret: str
    does_second_factor: bool = False

    @property
    def issuer(self):
        return f"{AUTHORITY}/{self.tenant}/v2.0"

    @property
    def discovery(self):
        return f"{self.issuer}/.well-known/openid-configuration"

    def __repr__(self):
        return f"Entra({self.tenant})"


def configured(*, tenant, client_id, client_secret, does_second_factor):
    """Return the Entra of these settings, or None where none is set.

    Raises ImproperlyConfigured for half of them, and for a tenant that is not one by its id:
    "common" and "organizations" would let in whoever has any Microsoft account.
    """
    given = [tenant, client_id, client_secret]
    if not any(given):
        return None
    if not all(given):
        raise ImproperlyConfigured(
            "Set ENTRA_TENANT, ENTRA_CLIENT_ID and ENTRA_CLIENT_SECRET together, or none of them."
        )
    if not is_guid(tenant):
        raise ImproperlyConfigured(
            "ENTRA_TENANT is the Directory (tenant) ID of your own tenant, such as "
            "11111111-2222-3333-4444-555555555555. Names such as “common” are refused."
        )
    return Entra(tenant.lower(), client_id, client_secret, does_second_factor)


def is_guid(text):
    """Whether the text is a GUID as Microsoft writes one, with hyphens."""
    try:
        return str(uuid.UUID(text)) == text.lower()
    except (ValueError, AttributeError, TypeError):
        return False
