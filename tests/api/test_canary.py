"""Every address of the interface, with everything in it that nobody published."""

import datetime as dt

import pytest

from governance import packs
from governance.models import Pack
from opcc.api.urls import MEASURES, OFFICE, PACKS, PLANS, REGISTERS
from tests.access.conftest import CANARY, cast, path_of, things  # noqa: F401  (fixtures of the access tests)
from tests.api.conftest import Reader, token_of
from tests.conftest import NOW
from tests.factories import voice

NAMES = [pattern.name for pattern in (*OFFICE, *PLANS, *PACKS, *MEASURES, *REGISTERS)]
BY_TOKEN = {"plan-position", "plan-activities", "plan-activity", "plan-timeline"}
INTERNAL = ("in a draft", "in a note", "in a commentary", "about an objective", "in a reason",
            "in an extension", "in a table", "in a contract", "in a decision")  # fmt: skip
"""What nobody reads in the data, whoever asks."""


@pytest.fixture
def opened(things):  # noqa: F811  (the fixture, by its name)
    """One of everything, and every pack open to everybody: {name of an address: its path}."""
    for pack in Pack.objects.all():
        packs.open_to_public(pack, dt.date(2020, 12, 14), words="", by=voice(), at=NOW)
    return {name: path_of(f"api:{name}", things) for name in NAMES}


def read(reader, names, paths):
    """{name: words} of the addresses, each of which must be there."""
    answers = {name: reader.client.get(paths[name]) for name in names}
    assert {name: a.status_code for name, a in answers.items() if a.status_code != 200} == {}
    return {name: answer.content.decode() for name, answer in answers.items()}


def test_a_stranger_reads_nothing_that_nobody_published(opened):
    told = read(Reader(), [name for name in NAMES if name not in BY_TOKEN], opened)

    assert [name for name, words in told.items() if CANARY in words] == []
    assert "Calls answered" in told["pack-measures"]
    assert "https://www.example.org/d1" in told["decision-detail"]
    assert "Support for victims" in told["contract-list"]


def test_a_token_reads_no_draft_and_no_note_for_colleagues(opened, finance_officer):
    told = read(Reader(token_of(finance_officer)[1]), NAMES, opened)

    leaks = [(name, kept) for name, words in told.items() for kept in INTERNAL
             if f"{CANARY} {kept}" in words]  # fmt: skip
    assert leaks == []
