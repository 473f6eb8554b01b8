"""What `manage.py check --deploy` says of this office's mail, its door and what it measures."""

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
def mail_has_a_server(app_configs, **kwargs):
    """A Doubt where no mail leaves the machine: links to a new password would wait for ever."""
    if settings.DEVELOPMENT or settings.SENDS_MAIL:
        return []
    return [
        Doubt(
            "No mail is sent: EMAIL_URL names no mail server.",
            hint="Set EMAIL_URL in .env. Without it invitations are handed over by hand, and "
            "nobody gets a digest or a link to a new password.",
            id="office.W003",
        )
    ]


@register(deploy=True)
def processes_count_together(app_configs, **kwargs):
    """A Doubt where each process would tell Prometheus of its own share alone."""
    if settings.DEVELOPMENT or not settings.METRICS_TOKEN or settings.COUNTS_TOGETHER:
        return []
    return [
        Doubt(
            "METRICS_TOKEN is set, and PROMETHEUS_MULTIPROC_DIR is not.",
            hint="Name a folder: without it /metrics tells what one process counted, another one "
            "each time.",
            id="office.W011",
        )
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
