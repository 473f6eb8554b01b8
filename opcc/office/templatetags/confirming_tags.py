"""What the pages that ask who is at the keyboard say alike."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def confirmation_lasts():
    """How long a confirmation counts, in words."""
    seconds = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    count, unit = (seconds, "second") if seconds % 60 else (seconds // 60, "minute")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
