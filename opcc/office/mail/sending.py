"""Sending what waits, safely from several runs and machines at once.

A mail is taken by one conditional UPDATE and sent by whoever took it. A sender that dies between
the mail server's "250" and the note of it leaves a mail that is sent a second time once its claim
is old: at least once, not at most once, since a lost request for a decision is worse than a
repeated one. Both bear the same Message-ID, by which mail programs know them for one.
"""

import datetime as dt
import hashlib
import smtplib
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from ..addresses import host
from ..models import Office, OutgoingMail
from ..models.mail import MOST_ATTEMPTS
from ..sign_in import reset_links
from . import letters

LONGEST_RUN = dt.timedelta(minutes=8)
"""A run sends no longer than this; what is left waits for the next, a few minutes later."""

AT_ONCE = 50
"""Mails over one connection: many servers allow no more than a hundred."""


@dataclass
class Tally:
    """What a run of the sender did, in numbers; trouble: why it stopped early, in words."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    dropped: int = 0
    trouble: str = ""
    states: dict = field(default_factory=dict)


def has_a_way_out():
    """Whether mail can be sent, or may be printed in its place.

    In an office in earnest that names no mail server it waits: printed, it would be lost.
    """
    return settings.SENDS_MAIL or settings.DEVELOPMENT or Office.objects.current().is_demonstration


def send_waiting(clock, *, is_stopped=lambda: False):
    """Send what is due and return the Tally.

    clock: () -> aware datetime, asked anew for every mail. is_stopped: () -> whether to end after
    the mail in hand. Where the server cannot be reached, one mail has cost one timeout, and the
    others are left for the next run.
    """
    until = clock() + LONGEST_RUN

    def goes_on():
        return clock() < until and not is_stopped()

    tally = Tally(dropped=OutgoingMail.objects.drop_for_leavers())
    while has_a_way_out() and goes_on() and (keys := due(clock())):
        send_batch(keys, clock, tally, goes_on)
        if tally.trouble:
            break
    tally.states = OutgoingMail.objects.standing()
    return tally


def due(at):
    return list(OutgoingMail.objects.due(at).values_list("pk", flat=True)[:AT_ONCE])


def send_batch(keys, clock, tally, goes_on):
    """Send these, over one connection, until the connection fails or it goes on no more."""
    connection = get_connection()
    try:
        for key in keys:
            if not goes_on():
                break
            mail = OutgoingMail.objects.claim(key, clock())
            if mail and settle(mail, connection, clock, tally):
                break
    finally:
        connection.close()


def settle(mail, connection, clock, tally):
    """Send a claimed mail and note what came of it. Return whether the connection failed."""
    if not may_get(mail, clock()):
        tally.dropped += mail.drop()
        return False
    if mail.attempts > MOST_ATTEMPTS:
        tally.given_up += mail.give_up("Whoever tried to send it never came to an end.")
        return False
    failure = attempt(mail, connection)
    if failure is None:
        tally.sent += mail.note_sent(clock())
        return False
    if failure.is_final or mail.was_tried_for_long(clock()):
        tally.given_up += mail.give_up(failure.words)
    else:
        tally.put_off += mail.put_off(failure.words, clock())
    tally.trouble = failure.words if failure.is_of_connection else ""
    return failure.is_of_connection


def may_get(mail, at):
    """Whether it still goes to whom it was written for.

    What is written inside the office is for who works there; packs are for the panel as well, and
    what is about signing in for everybody who may. A link goes to whom it would let in.
    """
    user, kind = mail.user, mail.kind
    if kind == OutgoingMail.Kind.INVITATION:
        return hasattr(mail, "invitation") and mail.invitation.is_open(at)
    if kind == OutgoingMail.Kind.IDLE:
        return user.is_administrator
    if kind == OutgoingMail.Kind.ACCOUNT:
        return user.is_active and (not mail.stamp or reset_links.is_still_wanted(mail, at))
    return user.works_here or (kind == OutgoingMail.Kind.PACK and user.is_active and user.is_panel)


# --- One attempt ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Failure:
    """Why a mail was not sent, in words without secrets.

    is_final: no further attempt can help. is_of_connection: nor would the next mail fare better.
    """

    words: str
    is_final: bool = False
    is_of_connection: bool = False


def attempt(mail, connection):
    """Return None once the server has taken the mail, or the Failure."""
    try:
        message = message_of(mail, connection)
        connection.open()
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as refused:
        return of_answer(*next(iter(refused.recipients.values())))
    except smtplib.SMTPDataError as refused:
        return of_answer(refused.smtp_code, refused.smtp_error)
    except (smtplib.SMTPNotSupportedError, ValueError) as fault:
        return Failure(f"It could not be put together: {plain(fault)}", is_final=True)
    except (smtplib.SMTPException, OSError) as trouble:
        return Failure(words_of(trouble), is_of_connection=True)
    return None


def of_answer(code, answer):
    """The Failure by the mail server's own word about one mail: 5xx is for good (RFC 5321)."""
    for_good = 500 <= code < 600
    how = "refused it for good" if for_good else "did not take it for now"
    return Failure(f"The mail server {how}: {code} {plain(answer)}", is_final=for_good)


def words_of(trouble):
    """What went wrong with the connection, for an administrator."""
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    if isinstance(trouble, smtplib.SMTPAuthenticationError):
        return f"The mail server {server} refused the sign-in of EMAIL_URL."
    if isinstance(trouble, smtplib.SMTPSenderRefused):
        said = f"{trouble.smtp_code} {plain(trouble.smtp_error)}"
        return f"The mail server {server} takes no mail from DEFAULT_FROM_EMAIL: {said}"
    if isinstance(trouble, TimeoutError) or "timed out" in str(trouble):
        return f"The mail server {server} did not answer within {settings.EMAIL_TIMEOUT} seconds."
    return f"The mail server {server} could not be used: {plain(trouble)}"


def plain(answer):
    """The words of a server or library as one line, without the password if they repeat it."""
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    secrets = filter(None, [settings.EMAIL_HOST_PASSWORD, settings.EMAIL_HOST_USER])
    for secret in secrets:
        text = text.replace(secret, "…")
    return letters.one_line(text) or type(answer).__name__


# --- The message ----------------------------------------------------------------------------------
def message_of(mail, connection):
    """The mail as Django sends it: plain text, and the same as HTML."""
    link = link_of(mail)
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=with_link(mail.text, link),
        to=[mail.address or mail.user.email],
        connection=connection,
        headers=headers_of(mail),
    )
    message.attach_alternative(with_link(mail.html, link), "text/html")
    return message


def link_of(mail):
    """The link that the mail brings and that is written down nowhere else, or None.

    Most mails bring none, and people may type the mark for it into what a mail repeats.
    """
    if mail.kind == OutgoingMail.Kind.INVITATION:
        return mail.invitation.url
    return reset_links.url_for(mail.user) if mail.stamp else None


def with_link(text, link):
    return text.replace(letters.LINK, link) if link else text


def headers_of(mail):
    """Headers that say that a machine wrote it, which mail it is, and how to stop it (RFC 8058)."""
    headers = {"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated"}
    if mail.stops:
        headers["List-Unsubscribe"] = f"<{letters.stop_url(mail.user, mail.stops)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def message_id(mail):
    """The same for every attempt to send the same row, and another in any other database."""
    cause = hashlib.sha256(f"{mail.cause} {mail.made_at.isoformat()}".encode()).hexdigest()
    return f"<mail-{mail.pk}-{cause[:16]}@{host()}>"
