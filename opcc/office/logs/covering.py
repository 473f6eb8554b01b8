"""What no line of a log may hold, whoever wrote it."""

import re

IN_ADDRESSES = re.compile(
    r"(/calendar/|/mail/stop/|/password/new/|/invitation/|/sign-in/microsoft/back/\?)[^/\s?\"]+"
)
QUESTIONS = re.compile(r"(/[^\s?\"']*)\?[^\s\"']+")
MAIL_ADDRESSES = re.compile(r"[^\s@<>\"'(),:;=]+@[^\s@<>\"'(),:;]+")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def covered(text):
    """The text without the secret in the address of a calendar, or of a link that stops mail or
    lets somebody in (one that was typed wrongly by a letter tells the rest), without the values
    that an address asks with, and without addresses of mail, which are people's."""
    text = IN_ADDRESSES.sub(r"\1…", text)
    text = QUESTIONS.sub(r"\1?…", text)
    return MAIL_ADDRESSES.sub("…@…", text)


def on_one_line(text):
    """The text with its control characters written out, so that nobody can begin a line of their
    own in a log, or colour one."""
    return CONTROLS.sub(lambda found: repr(found[0])[1:-1], text)
