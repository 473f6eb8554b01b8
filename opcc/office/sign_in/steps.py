"""What allauth asks of this office about second steps: apps, passkeys and recovery codes."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.safestring import mark_safe

from ..models import Office
from . import notices, words
from .sealing import seal, unseal

SEALED = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}
"""Where in the data of a second step what is sealed stands. A passkey keeps no secret here."""


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | words.OF_SECOND_STEP

    def encrypt(self, text):
        return seal(text)

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text)

    def _get_site_name(self):
        """What apps and passkeys call this site: its office, whatever name it was asked by."""
        return f"Delivery plan, {Office.objects.current().short_name}"

    def build_totp_svg(self, url):
        """The QR code as SVG to stand in the page: the policy lets no picture come from `data:`."""
        # Loaded here: they bring tens of megabytes along, for a page that is seen once in a life.
        from qrcode import QRCode
        from qrcode.image.svg import SvgPathImage

        code = QRCode(image_factory=SvgPathImage, border=4)
        code.add_data(url)
        return mark_safe(code.make_image().to_string().decode())

    def generate_authenticator_name(self, user, type):  # noqa: A002  (allauth names it so)
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"


def are_set_up(user):
    """Whether the person has an app, a passkey or recovery codes."""
    return Authenticator.objects.filter(user=user).exists()


def reset(user, *, at):
    """Take every second step away from a person who has lost theirs, and sign them out everywhere.

    They are told by mail, and set up another when they next sign in. at: aware datetime. Raises
    ValidationError where there is nothing to take away.
    """
    with transaction.atomic():
        taken, _ = Authenticator.objects.filter(user=user).delete()
        if not taken:
            raise ValidationError(f"{user.name} has no second step.")
        user.end_sessions()
        notices.tell("second_step_reset", user, at=at)


def reseal_all():
    """Seal what is sealed anew with the key that seals now, so that an older key can go.

    Return (how many were, [User] of those that no key of ours opens, which stay as they are).
    """
    done, lost = 0, set()
    sealed = Authenticator.objects.filter(type__in=SEALED)
    for key in sealed.values_list("pk", flat=True):
        with transaction.atomic():
            step = sealed.select_for_update().select_related("user").get(pk=key)
            try:
                reseal(step)
                done += 1
            except ValidationError:
                lost.add(step.user)
    return done, sorted(lost, key=str)


def reseal(step):
    place = SEALED[step.type]
    step.data[place] = seal(unseal(step.data[place]))
    step.save(update_fields=["data"])
