"""Figures for Prometheus: what django-prometheus counts of each route, and how the running stands.

Off unless METRICS_TOKEN is set; off, nothing is imported and nothing counts. Labels name routes,
methods and statuses, so there are never more of them than the site has addresses.
"""

import os

from django.utils.crypto import constant_time_compare
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily

from opcc.office.models import BackupMade

from .health import health

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
BEARER = "Bearer "


def is_allowed(header, token):
    """Whether an Authorization header brings the token; how long it takes tells nothing of it."""
    given = header.removeprefix(BEARER) if header.startswith(BEARER) else ""
    return bool(token) and constant_time_compare(given, token)


def page(now):
    """Everything that is measured, as Prometheus reads it. now: the office's."""
    own = CollectorRegistry()
    own.register(Running(now))
    return generate_latest(counted()) + generate_latest(own)


def counted():
    """What all processes of this server counted together, or this one where it is alone."""
    if not os.environ.get(FOLDER):
        return REGISTRY
    together = CollectorRegistry()
    multiprocess.MultiProcessCollector(together)
    return together


class Running:
    """How the running of the site stands, as its page shows it, read when Prometheus asks."""

    def __init__(self, now):
        self.now = now

    def collect(self):
        stands = health(self.now)
        yield gauge("mail_waiting", "Mails that wait to be sent.", stands["waiting"])
        yield gauge("mail_given_up", "Mails that were given up.", stands["given_up_total"])
        if stands["oldest"]:
            waited = (self.now - stands["oldest"]).total_seconds()
            yield gauge("mail_oldest_seconds", "How long the oldest mail has waited.", waited)
        if stands["run_age"] is not None:
            since = stands["run_age"].total_seconds()
            yield gauge("due_run_age_seconds", "How long ago run_due last ended.", since)
        if backup := BackupMade.objects.newest():
            since = (self.now - backup.made_at).total_seconds()
            yield gauge("backup_age_seconds", "Of how long ago the newest backup is.", since)


def gauge(name, meaning, value):
    return GaugeMetricFamily(f"delivery_plan_{name}", meaning, value=value)
