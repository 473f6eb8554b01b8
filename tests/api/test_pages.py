"""The pages about the data, the tables of packs, and the dictionary, for people."""

import csv
import datetime as dt
from io import StringIO

import pytest
from django.urls import reverse

from governance.papers.pack_tables import SHEETS
from opcc.api.dictionary import dictionary, every_meaning
from tests.factories import post, promised_activity, said
from tests.governance.factories import ScrutinyItemFactory
from tests.governance.packs import published
from tests.governance.reading import first_pack, page, words_of
from tests.plans.measures import VECTOR, MeasureFactory, observed

TODAY = dt.date(2020, 12, 14)
DATA, DICTIONARY = reverse("api:data"), reverse("api:dictionary")


@pytest.fixture
def pack(plan, activity):
    """The second of two public ones, with something of everything in it."""
    measure = observed(
        MeasureFactory(plan=plan.police_and_crime_plan, title="=Calls", decimals=0), *VECTOR
    )
    said(activity, on=dt.date(2020, 8, 20), narrative="=1+1")
    first_pack(plan, public_from=TODAY)
    said(activity, "at_risk", on=dt.date(2020, 12, 8), narrative="=1+1", reason="Slow.")
    ScrutinyItemFactory()
    return published(plan, measures=[measure], public_from=TODAY)


def table(client, url):
    """The rows of a CSV file, each by its headings."""
    text = client.get(url).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


# --- Data ---------------------------------------------------------------------------------------
def test_every_page_leads_to_the_data(client, office):
    assert f'href="{DATA}"' in page(client, reverse("portal:accessibility"))


def test_the_page_leads_to_the_files_of_the_newest_public_pack(client, plan, pack):
    html = page(client, DATA)

    assert pack.get_absolute_url() in html
    assert reverse("governance:pack-record", args=[pack.pk]) in html
    assert reverse("governance:pack-json", args=[pack.pk]) in html
    for sheet in SHEETS:
        assert reverse(f"governance:pack-{sheet}-csv", args=[pack.pk]) in html


def test_the_page_leads_nobody_to_what_is_not_public(client, plan, activity, chief_executive):
    hidden = published(plan)
    client.force_login(chief_executive)

    html = page(client, DATA)

    assert f'href="{hidden.get_absolute_url()}"' not in html
    assert "No pack is open to the public yet" in html


def test_the_page_names_the_licence_the_addresses_and_every_problem(client, office, settings):
    settings.DATA_LICENCE, settings.DATA_LICENCE_URL = "A licence", "https://example.org/licence"

    html = page(client, DATA)

    link = '<a class="govuk-link" href="https://example.org/licence">A licence</a>'
    assert link in " ".join(html.split())
    assert "/api/v1/packs/{pack}/activities" in html
    assert "Needs a token" in html
    for name in ("wrong-question", "no-token", "nothing-here", "read-only", "too-often"):
        assert f'id="{name}"' in html
    assert "120 questions a minute from one address, 300 with a token" in words_of(html)


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_takes_one_query_whatever_there_is(
    client, plan, finance_chief, count, django_assert_num_queries
):
    for _ in range(count):
        promised_activity(plan, lead=post("Chief Financial Officer"))
    for number in range(count):
        published(plan, reason="Wrong." * number, public_from=TODAY)

    with django_assert_num_queries(1):
        client.get(DATA)


# --- Dictionary ---------------------------------------------------------------------------------
def test_the_dictionary_explains_every_field(client, office):
    html = page(client, DICTIONARY)

    for entry in dictionary():
        assert f'id="{entry.anchor}"' in html
    text = words_of(html)
    assert "first_due_on day, or null The day that was promised first. The record" in text
    assert "silent No update received" in text


def test_the_dictionary_tells_what_the_service_works_out(client, office):
    rows = {(row["answer"], row["field"]): row for row in table(client, "/data/dictionary.csv")}

    assert len(rows) == len(every_meaning())
    assert rows["Activity", "days_late"]["comes from"] == "Worked out by the service"
    assert rows["Activity", "lead"]["comes from"].startswith("The record")
    assert rows["Contract", "value"]["type"] == "number, as text"
    assert "duty: Continuing duty" in rows["Activity", "kind"]["may be"]


def test_the_dictionary_explains_every_column_of_a_packs_tables(client, pack):
    rows = {(row["answer"], row["field"]): row for row in table(client, "/data/dictionary.csv")}

    tables = client.get(reverse("governance:pack-json", args=[pack.pk])).json()["sheets"]

    assert set(tables) == {"activities", "changes", "measures", "questions"}
    for name, found in tables.items():
        assert found["fields"]
        assert {(f"Table of {name}", field) for field in found["fields"]} <= set(rows)


def test_the_dictionary_asks_the_database_nothing(client, office, django_assert_num_queries):
    client.get(DICTIONARY)

    with django_assert_num_queries(0):
        client.get(DICTIONARY)
