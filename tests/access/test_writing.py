"""Role by writing address: what a valid form gets, and that it changes nothing for who may not."""

import datetime as dt

import pytest
from django.db import transaction
from django.test import Client

from opcc.office.models import Handover, OutgoingMail
from opcc.portal.forms.keys import KeyForm
from plans.models import Draft
from tests.access import payloads, people_addresses
from tests.access.addresses import GET
from tests.access.conftest import path_of
from tests.access.roles import (
    CHANGERS,
    DONE,
    METHOD,
    MOVED,
    NO,
    NONE,
    OK,
    ROLES,
    SIGN_IN,
    roles,
    writing,
)
from tests.access.test_matrix import ADMIN_NAMES, answer, as_role, everything
from tests.conftest import NOW
from tests.factories import PASSWORD

WRITERS = writing(CHANGERS)
OWNER = roles(SIGN_IN, NONE, NO, DONE, NO, NO)
WHO_BROUGHT_IT = roles(SIGN_IN, NONE, NO, NO, NONE, DONE)
SHOWN = ["wrote", OK]
"""A secret is shown on the page that answers: leading on would put it where it is kept."""

POST = {
    "account_login": roles(DONE, *[MOVED] * 5),
    "account_logout": dict.fromkeys(ROLES, SIGN_IN),
    "account_change_password": roles(SIGN_IN, *[DONE] * 5),
    # A mail waits, whoever asks for it.
    "account_reset_password": roles(*[DONE] * 6),
    "office:handover-accept": roles(SIGN_IN, NONE, NONE, DONE, NONE, NONE),
    # Mail programs follow no redirect, so the page says at once that it has stopped.
    "office:mail-stop": roles(*[["wrote", OK]] * 6),
    "portal:account": roles(SIGN_IN, *[DONE] * 5),
    "portal:mail-try-again": roles(SIGN_IN, NONE, NONE, NONE, NONE, DONE),
    "portal:key-make": roles(SIGN_IN, *[SHOWN] * 5),
    "portal:key-revoke": roles(SIGN_IN, DONE, NONE, NONE, NONE, NONE),
    # A colleague's update waits for the owner's word: another writer is told so.
    "plans:activity-update": roles(SIGN_IN, NONE, NO, DONE, OK, NO),
    "plans:activity-confirm": WRITERS,
    "plans:activity-move-date": WRITERS,
    "plans:activity-reword": WRITERS,
    "plans:activity-withdraw": WRITERS,
    "plans:activity-hand-over": WRITERS,
    "plans:entry-correct": WRITERS,
    "plans:draft-approve": OWNER,
    "plans:draft-return": OWNER,
    "plans:draft-discard": OWNER,
    # What is not theirs to decide on is left as it is, and the page says so.
    "plans:decide-many": roles(SIGN_IN, NONE, MOVED, DONE, MOVED, MOVED),
    "plans:intake-start": roles(SIGN_IN, NONE, NO, NO, DONE, DONE),
    "plans:intake-columns": WHO_BROUGHT_IT,
    "plans:intake-import": WHO_BROUGHT_IT,
    "plans:intake-discard": WHO_BROUGHT_IT,
    **people_addresses.POST,
    **payloads.POST,
}
"""{name: {role: what a POST of a valid form answers}} for every address that writes."""

WHY = {"reason": "The supplier was late."}
SENT = {"base": "2.0", "send": ""}


@pytest.fixture
def things(things, cast):
    return with_what_waits(things, cast)


def with_what_waits(things, cast):
    """As for reading, with a hand-over for the owner to accept and a mail that was given up."""
    draft = Draft.objects.get(pk=things["drafts"])
    handover = Handover.objects.create(
        post=draft.activity.lead, to_user=cast["owner"], on=dt.date(2020, 12, 1), note="New."
    )
    OutgoingMail.objects.create(
        user=cast["owner"],
        cause="an outage",
        subject="What is due",
        made_at=NOW,
        next_attempt_at=NOW,
        state="given_up",
        last_error="The mail server did not answer.",
    )
    return {**things, "handovers": handover.pk}


def payload(name, things, cast):
    """What a browser would send, filled in so that it holds; a function of the reader where that
    is another for each."""
    if name in payloads.POST:
        return payloads.payload(name, things, cast["accountable"])
    if name == "plans:intake-import":
        return checked(things, cast)
    if name == "portal:key-make":
        return named_key
    draft = things["drafts"]
    table = "Objective\tActivity\tOwner\n1. Town\tOpen a library\tChief Executive"
    day = {"to_0": "30", "to_1": "6", "to_2": "2021"}
    mended = {"status": "at_risk", "narrative": "Slow.", "reason": "Slow.", "correction": "Wrong."}
    return {
        "account_login": {"login": cast["staff"].email, "password": PASSWORD},
        "account_change_password": {
            "oldpassword": PASSWORD,
            "password1": "a-new-one-for-tests",
            "password2": "a-new-one-for-tests",
        },
        # Each for an address of their own: one address gets few mails at once.
        "account_reset_password": lambda reader: {"email": (reader or cast["staff"]).email},
        "portal:account": {"reminders": "weekly", "packs": "no"},
        "portal:mail-try-again": {"mail": "all"},
        "plans:activity-update": {
            **SENT, "base": "2.1", "status": "on_track", "narrative": "Well.",
        },
        "plans:activity-confirm": {**SENT, "narrative": "Still true."},
        "plans:activity-move-date": {
            **SENT, **WHY, **day, "what": "activity", "reason_category": "supplier",
        },
        "plans:activity-reword": {**SENT, **WHY, "new_title": "Other words", "new_detail": ""},
        "plans:activity-withdraw": {**SENT, **WHY},
        "plans:activity-hand-over": {**SENT, **WHY, "to": cast["staff"].holdings.get().post_id},
        "plans:entry-correct": {**SENT, **mended},
        "plans:draft-approve": {"version": "1"},
        "plans:draft-return": {"version": "1", "comment": "Say more."},
        "plans:draft-discard": {"version": "1"},
        "plans:decide-many": {"draft": f"{draft}.1"},
        "plans:intake-start": {"title": "Another plan", "year": "2022", "pasted": table},
        "plans:intake-columns": {
            "header_row": "1", "objective": "0", "activity": "1", "owner": "2",
        },
    }.get(name, {})  # fmt: skip


def named_key(reader):
    """The form of a new calendar key, with the secret that its page brings for this reader."""
    secret = KeyForm(user=reader).initial["secret"] if reader else ""
    return {"opens": "posts", "name": "My phone", "secret": secret}


def checked(things, cast):
    """The fingerprint that the check page of the document bears."""
    browser = Client()
    browser.force_login(cast["administrator"])
    page = browser.get(path_of("plans:intake-detail", things))
    return {"expected": page.context["difference"].fingerprint}


def what_it_gets(role, cast, path, typed):
    """What a form answers to a role, with what it wrote taken back; ["wrote", ...] where it wrote
    and did not lead on."""
    with transaction.atomic():
        client = as_role(Client(), cast, role)
        before = everything()
        found = answer(client.post(path, typed(cast.get(role)) if callable(typed) else typed))
        has_written = everything() != before
        transaction.set_rollback(True)
    if has_written:
        return DONE if found == MOVED else ["wrote", found]
    return found


@pytest.mark.parametrize("name", POST)
def test_a_valid_form_gets_what_the_table_says_and_writes_only_where_it_may(cast, things, name):
    things |= payloads.prepare(name, things) if name in payloads.POST else {}
    typed, path = payload(name, things, cast), path_of(name, things)

    found = {role: what_it_gets(role, cast, path, typed) for role in ROLES}

    assert found == POST[name]


@pytest.mark.parametrize("role", ROLES)
def test_a_post_to_an_address_that_only_shows_changes_nothing(client, cast, things, role):
    as_role(client, cast, role)
    before = everything()

    for name in set(GET) - set(POST):
        client.post(path_of(name, things), {"send": "", "status": "complete"})

    assert everything() == before


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_other_method_is_answered_or_changes_anything(client, cast, things, role, method):
    as_role(client, cast, role)
    before = everything()

    answers = {
        name: getattr(client, method)(path_of(name, things), {"send": ""}).status_code
        for name in [*GET, *ADMIN_NAMES]
    }

    assert set(answers.values()) == {METHOD}
    assert everything() == before
