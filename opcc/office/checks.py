"""What `manage.py check --deploy` says of this office's mail and of its door."""

from django.conf import settings
from django.core.checks import Warning as Doubt
from django.core.checks import register


@register(deploy=True)
def mail_names_its_site(app_configs, **kwargs):
    """A Doubt for each setting of mail that was left to be guessed, where mail is sent."""
    if settings.DEVELOPMENT or not settings.SENDS_MAIL:
        return []
    return [
        Doubt(
            f"Mail is sent, and {name} is not set.",
            hint=f"Set {name} in .env: without it mails go out with a guess, "
            f"“{getattr(settings, name)}”.",
            id="office.W001",
        )
        for name in settings.MAIL_LACKS
    ]


@register(deploy=True)
def second_step_is_asked_for(app_configs, **kwargs):
    """A Doubt where an office in earnest lets everybody in by a password alone."""
    if settings.DEVELOPMENT or settings.SECOND_FACTOR_REQUIRED:
        return []
    return [
        Doubt(
            "Whoever works here signs in by a password alone.",
            hint="Take SECOND_FACTOR_REQUIRED=off out of .env, unless this is a demonstration.",
            id="office.W002",
        )
    ]
