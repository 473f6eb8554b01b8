"""Putting a mail together: its subject, its plain text and its HTML, from the same values.

What people typed stands in mails as one line of limited length, without the characters that end
a header, begin a line of their own or turn the direction of reading.
"""

import re
from typing import NamedTuple

from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse

from ..addresses import absolute
from ..models.office import Office
from ..text import shortened
from . import stopping

LONGEST_LINE = 200
"""Characters of a title that a mail repeats; its page has all of it."""

LINK = "[[link]]"
"""Stands in a mail for a link that lets its reader in: it is put there when the mail is sent, and
so is on no page and in no backup."""

LONGEST_SUBJECT = 120
WITHOUT_MARKS = str.maketrans("", "", "\u061c\u200e\u200f")
"""Marks of direction that nobody sees, and of which a subject might be made up."""

EMPTY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")


class Letter(NamedTuple):
    """A mail as it will be read. stops: what its stop link stops, as in `stopping`, or nothing."""

    subject: str
    text: str
    html: str
    stops: str = ""


def one_line(text, at_most=LONGEST_LINE):
    """The text as one harmless line of at most so many characters."""
    return shortened(str(text).translate(WITHOUT_MARKS), at_most)


def stop_url(user, what):
    return absolute(reverse("office:mail-stop", args=[stopping.token(user, what)]))


def write(template, *, to, subject, stops="", **values):
    """Return the Letter that `templates/mail/<template>` makes of the values for the User `to`."""
    office = Office.objects.current()
    marked = f"Demonstration: {subject}" if office.is_demonstration else subject
    subject = one_line(marked, LONGEST_SUBJECT)
    values |= {
        "subject": subject,
        "office": office,
        "name": one_line(to.name),
        "account_url": absolute(reverse("portal:account")),
        "stop_url": stop_url(to, stops) if stops else "",
    }
    text = get_template(f"mail/{template}.txt").template
    return Letter(
        subject,
        EMPTY_LINES.sub("\n\n", text.render(Context(values, autoescape=False))).strip() + "\n",
        render_to_string(f"mail/{template}.html", values),
        stops,
    )
