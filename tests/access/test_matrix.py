"""Role by address by method: who gets in, and that nothing changes for those who may not."""

import hashlib

import pytest
from django.apps import apps
from django.urls import reverse

from plans import record
from plans.models import Activity
from tests.access.addresses import GET, OPEN_TO_STRANGERS, walk
from tests.access.conftest import CANARY, path_of
from tests.access.looking import words_in
from tests.access.roles import ROLES, SIGN_IN
from tests.factories import moment, voice

OUR_NAMES = [name for name, _ in walk() if not name.startswith("admin:")]
ADMIN_NAMES = [name for name, _ in walk() if name.startswith("admin:") and name != "admin:None"]


def as_role(client, cast, role):
    if role != "anonymous":
        client.force_login(cast[role])
    return client


def answer(response):
    """What an address said, read to its end: its status, or that it asked to sign in."""
    response.getvalue()
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return SIGN_IN
    return response.status_code


def words_for(name):
    """What is looked for at an address; the interface refuses to look for words."""
    return {} if name.startswith("api:") else {"q": CANARY[:-6]}


def everything():
    """A digest of every row of every table, sessions and logs of sign-in apart."""
    skipped = {"session", "logentry"}
    rows = [
        (model._meta.db_table, list(model._base_manager.order_by("pk").values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.model_name not in skipped
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_every_address_is_in_the_table():
    assert set(OUR_NAMES) - set(GET) == set()


def test_the_table_names_no_address_that_is_gone():
    assert set(GET) - set(OUR_NAMES) == set()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(client, cast, things, role):
    as_role(client, cast, role)

    found = {name: answer(client.get(path_of(name, things))) for name in GET}

    assert found == {name: expected[role] for name, expected in GET.items()}


def test_only_the_pinned_addresses_are_open_to_strangers(client, cast, things):
    names = [*GET, *ADMIN_NAMES]

    is_open = {name for name in names if answer(client.get(path_of(name, things))) == 200}

    assert is_open == OPEN_TO_STRANGERS


@pytest.mark.parametrize("role", ["anonymous", "panel"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_method_of_a_stranger_or_panel_member_changes_anything(
    client, cast, things, role, method
):
    as_role(client, cast, role)
    before = everything()
    # A signed link stops one kind of mail, whoever has it; their own key is theirs to close.
    skipped = {"account_login", "account_logout", "office:mail-stop", "portal:key-revoke"}

    for name in [*GET, *ADMIN_NAMES]:
        if name not in skipped:
            getattr(client, method)(path_of(name, things), {"status": "complete", "send": ""})

    assert everything() == before


@pytest.mark.parametrize("role", ["anonymous", "panel"])
def test_unpublished_words_reach_no_stranger_and_no_panel_member(client, cast, things, role):
    as_role(client, cast, role)

    leaks = [
        name
        for name in [*GET, *ADMIN_NAMES]
        if CANARY in words_in(client.get(path_of(name, things), words_for(name)))
    ]

    assert leaks == []


@pytest.mark.parametrize(
    "name", ["plan-pdf", "plan-docx", "activity-list-csv", "activity-list-xlsx", "measure-xlsx"]
)
def test_words_are_found_in_files_of_any_kind(client, cast, things, name):
    activity = Activity.objects.get(pk=things["activities"])
    words = {"title": f"{CANARY} in a title", "detail": "", "reason": "Clearer."}
    record.reword(activity, **words, by=voice(), at=moment(2020, 12, 13))
    client.force_login(cast["staff"])

    found = words_in(client.get(path_of(f"plans:{name}", things)))

    assert CANARY in found


def test_the_canary_is_there_for_those_who_may_read_it(client, cast, things):
    client.force_login(cast["owner"])

    page = client.get(path_of("plans:draft-detail", things)).content.decode()

    assert f"{CANARY} in a draft" in page
    assert f"{CANARY} in a note" in page


def test_the_panel_reads_a_measure_in_its_pack_and_what_was_said_later_nowhere(
    client, cast, things
):
    client.force_login(cast["panel"])
    in_pack = client.get(path_of("governance:pack-measure", things)).content.decode()

    client.force_login(cast["staff"])
    in_office = client.get(path_of("plans:measure-detail", things)).content.decode()

    assert "Calls answered, without those cut off by the caller." in in_pack
    assert CANARY not in in_pack
    for kept in ("in a note", "in a definition", "said after the cut-off", "sets it"):
        assert f"{CANARY} {kept}" in in_office


@pytest.mark.parametrize("role", ["panel", "staff", "owner", "accountable"])
def test_django_admin_opens_for_administrators_alone(client, cast, things, role):
    as_role(client, cast, role)
    own = {"admin:login", "admin:logout", "admin:jsi18n"}

    opened = {
        name
        for name in ADMIN_NAMES
        if name not in own and answer(client.get(path_of(name, things))) != 302
    }

    assert opened == set()


def test_django_admin_opens_for_an_administrator(client, cast, things):
    client.force_login(cast["administrator"])

    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(reverse("admin:plans_entry_changelist")).status_code == 200
