"""Hostile titles and names through subject, plain text and HTML: shown as text, on one line."""

import datetime as dt
from html.parser import HTMLParser

import pytest

from opcc.office.mail.letters import LONGEST_LINE, LONGEST_SUBJECT, one_line, write
from opcc.office.mail.sending import send_waiting
from opcc.office.models import OutgoingMail
from opcc.portal.digest import composing
from plans.models import DeliveryPlan
from tests.factories import holder_of, post, promised_activity
from tests.governance.factories import ActionFactory

pytestmark = pytest.mark.django_db

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)',
    "image": "<img src=x onerror=alert(1)>",
    "link": "<a href='https://evil.example/'>My work</a>",
    "template": "{{ request.user }}{% now 'Y' %}",
    "header": "Review\r\nBcc: everybody@evil.example",
    "header after a line feed": "Review\nSubject: Other",
    "body": "Review\r\n\r\n--boundary\r\nContent-Type: text/html\r\n\r\n<b>x</b>",
    "line of its own": "Review\n  https://evil.example/",
    "unicode line ends": "Review\u2028Bcc: a@evil.example\u2029\x85\x0b\x0cEnd",
    "controls": "Re\x00vi\x07ew\x1b[31m",
    "right to left": "Review \u202egpj.exe\u202c \u2066x\u2069",
    "long word": "w" * 10_000,
    "long words": "many words " * 1_000,
    "surrogate pair": "Review \U0001f600 done",
    "empty for eyes": " \u200e\u200f ",
    "encoded word": "=?utf-8?q?Bcc=3A_a=40evil=2Eexample?=",
}
TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Tags(HTMLParser):
    """Which tags and addresses a mail really has."""

    def __init__(self, html):
        super().__init__()
        self.names, self.links, self.attributes = set(), set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value for name, value in attrs if name == "href"}


USUAL_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "footer"),
    *("h1", "h2", "p", "ul", "li", "a", "span", "strong", "em"),
}
USUAL_ATTRIBUTES = {"lang", "charset", "name", "content", "class", "href"}


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE.keys())
def hostile(request, office, plan):
    """A digest that names the words as an action's title and as a person, as it was received."""
    words = request.param
    DeliveryPlan.objects.update(update_every=1000)
    reader = holder_of("Chief Financial Officer")
    # PostgreSQL keeps no NUL, and the forms refuse one: it can only come from elsewhere.
    title = words.replace("\x00", "")[:400]
    ActionFactory(title=title[:200], due_on=dt.date(2020, 12, 1))
    promised_activity(
        plan, lead=post("Chief Financial Officer"), title=title, due_on=dt.date(2020, 12, 20)
    )
    type(reader).objects.filter(pk=reader.pk).update(name=title[:150])
    return words


def test_a_hostile_title_stays_a_title(hostile, inbox, clock):
    composing.make(now=clock(), is_weekly=True)

    assert send_waiting(clock).sent == 1
    (mail,) = inbox.mails
    assert mail.defects == []
    assert mail["Bcc"] is None
    assert mail["To"] == OutgoingMail.objects.get().user.email
    assert mail.get_all("Subject") == [
        "Demonstration: Delivery plan: 1 overdue, 1 due within 14 days"
    ]
    text = mail.get_body(["plain"]).get_content()
    assert not TURNING & set(text)
    assert max(map(len, text.splitlines())) <= LONGEST_LINE + 2
    assert [line for line in text.splitlines() if line.startswith(("Bcc", "Subject", "--b"))] == []
    assert [line for line in text.splitlines() if line.strip() == "https://evil.example/"] == []
    tags = Tags(mail.get_body(["html"]).get_content())
    assert tags.names <= USUAL_TAGS
    assert tags.attributes <= USUAL_ATTRIBUTES
    assert {
        link for link in tags.links if not link.startswith("https://plan.example.org/")
    } == set()


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_title_in_a_subject_is_one_line_of_it(inbox, clock, outsider, words):
    letter = write("returned", to=outsider, subject=f"Returned to you: {words}", activity="A")
    OutgoingMail.objects.put(to=outsider, kind="returned", cause="x", letter=letter, at=clock())

    assert send_waiting(clock).sent == 1

    (mail,) = inbox.mails
    headers = {name for name, _ in mail.items()}
    assert headers == {
        "Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject",
        "To",
    }  # fmt: skip
    subject = OutgoingMail.objects.get().subject
    assert subject == one_line(f"Demonstration: Returned to you: {words}", LONGEST_SUBJECT)
    assert subject.isprintable()
    assert len(subject) <= LONGEST_SUBJECT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two\r\nlines", "Two lines"),
        ("  spaced\tout  ", "spaced out"),
        ("\u202eturned\u202c", "turned"),
        ("twelve signs", "twelve signs"),
        ("thirteen sign", "thirteen si…"),
        ("eleven sign and more", "eleven sign…"),
        ("", ""),
    ],
)
def test_a_line_of_twelve_characters(text, expected):
    assert one_line(text, 12) == expected
