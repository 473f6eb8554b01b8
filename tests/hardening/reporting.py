"""A site that reports its faults, in a process of its own: what Sentry's package hooks into stays.

Fails in several ways with a canary in everything that a report could hold, and prints what would
have been sent, as JSON lines.
"""

import logging
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from sentry_sdk.transport import Transport

from opcc.office import error_reports


class Kept(Transport):
    """Keeps what would go out."""

    sent = []

    def capture_envelope(self, envelope):
        self.sent.append(envelope.serialize().decode())


def fail_everywhere(client):
    typed = {"narrative": "canary-words", "password": "canary-password"}
    for path in ("broken", "caused", "away", "of-ours", "clash"):
        client.post(
            f"/fail/open/{path}/?q=canary-question",
            typed,
            headers={
                "authorization": "Bearer canary-token",
                "user-agent": "canary-agent",
                "referer": "http://127.0.0.1/canary-question",
            },
        )


def main():
    django.setup()
    settings.ROOT_URLCONF = "tests.hardening.failing"
    call_command("migrate", verbosity=0)
    from opcc.office.models import Office, User

    Office.objects.create(full_name="canary-host")
    user = User.objects.create_user(
        "canary-mail@example.org", "canary-password", name="canary-words"
    )
    error_reports.start("http://key@127.0.0.1:9/1", release="a-release", transport=Kept)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    client.cookies["writer"] = "canary-cookie"
    fail_everywhere(client)
    logging.getLogger("opcc.portal.due").error("A step failed: %s", "canary-argument")
    logging.getLogger("another").error("canary-argument")
    print("\n".join(Kept.sent), file=sys.stdout)


if __name__ == "__main__":
    main()
