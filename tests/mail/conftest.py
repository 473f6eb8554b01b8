"""A mail server of this machine, a clock that tests wind, and mails to send."""

import datetime as dt
import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from opcc.office.mail.letters import Letter
from opcc.office.models import OutgoingMail
from plans.models import DeliveryPlan, Draft
from tests.conftest import NOW
from tests.factories import moment


class Inbox:
    """What a mail server was given. refuse: what it answers to the next mails, such as "450 Later"
    to their data."""

    def __init__(self):
        self.raw, self.refuse, self.refuse_recipients, self.connections = [], [], [], 0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  (aiosmtpd names it so)
        if self.refuse_recipients:
            return self.refuse_recipients.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  (aiosmtpd names it so)
        if self.refuse:
            return self.refuse.pop(0)
        self.raw.append(envelope.content)
        return "250 OK"

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802  (aiosmtpd names it so)
        self.connections += 1
        session.host_name = hostname
        return responses

    @property
    def mails(self):
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]


class AnyPort(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Clock:
    """The office's clock, as `send_waiting` and `run` ask for it."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now

    def wind(self, **span):
        self.now += dt.timedelta(**span)


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://plan.example.org"


@pytest.fixture
def clock():
    return Clock(NOW)


@pytest.fixture
def in_earnest(office, settings):
    """No demonstration, no developer's machine, and no mail server named."""
    office.is_demonstration, office.clock_offset = False, dt.timedelta(0)
    office.save()
    settings.EMAIL_BACKEND = "opcc.office.mail.printing.EmailBackend"
    settings.SENDS_MAIL = settings.DEVELOPMENT = False


@pytest.fixture
def smtp(settings):
    """Let Django send to a server at this port of this machine."""

    def use(port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 5
        settings.SENDS_MAIL = True

    return use


@pytest.fixture
def inbox(smtp):
    """A mail server that takes everything until it is told otherwise."""
    inbox = Inbox()
    server = AnyPort(inbox, hostname="127.0.0.1", port=0)
    server.start()
    smtp(server.port)
    yield inbox
    server.stop()


@pytest.fixture
def outage(smtp):
    """No server at the port."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        smtp(taken.getsockname()[1])
        yield


@pytest.fixture
def silent(smtp, settings):
    """A server that lets one connect, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        smtp(server.getsockname()[1])
        settings.EMAIL_TIMEOUT = 1
        yield


@pytest.fixture
def quiet(activity):
    """The activity in a plan that asks for no words, so that its date alone counts."""
    DeliveryPlan.objects.update(update_every=1000)
    activity.plan.refresh_from_db()
    return activity


@pytest.fixture
def submitted(quiet, finance_officer):
    return Draft.objects.create(
        activity=quiet,
        kind="update",
        author=finance_officer,
        proposal={"narrative": ["words that stay inside"]},
        internal_note="words that stay inside",
        state="submitted",
        activity_version=quiet.version,
        saved_at=moment(2020, 12, 10),
        submitted_at=moment(2020, 12, 10),
    )


def put(to, cause="a cause", *, subject="What is due", stops="reminders", kind="digest", at=NOW):
    letter = Letter(subject, "Words.\n", "<p>Words.</p>\n", stops)
    OutgoingMail.objects.put(to=to, kind=kind, cause=cause, letter=letter, at=at)
    return OutgoingMail.objects.get(cause=cause)
