"""The sample of commissioning names what the documents name, and marks the rest as made up."""

from pathlib import Path

import pytest

from commissioning import sample
from governance import sample as governance_sample
from plans import sample as plan_sample
from tests.wording import described, needs_sources, of_sources, people, taken, texts, words

SERVICES = [
    "Victim services",
    "Domestic abuse services",
    "Sexual violence services",
    "Services for vulnerable people",
    "Sexual assault forensic and support services",
    "Mental health triage",
    "Restorative justice",
    "Custody Healthcare",
    "Reducing reoffending",
    "Victims' experience of police and justice",
    "External demand assessment",
    "Early help and crime prevention",
]

HOSTED = [
    "Complaints and Legal",
    "Corporate Communications & Engagement",
    "Finance",
    "Estates and Facilities",
]

ENABLING = [
    "Human Resources",
    "ICT",
    "Information Management",
    "People Development",
    "Occupational Health Unit",
    "Professional Standards",
]

NAMED_SOMEWHERE = [
    "health, housing, employment",
    "substance misuse",
    "NHS England",
    "Bought once for the region",
    "One survey for several organisations and focus groups beside it, drawn into an annual report",
    "policy and toolkits",
    "Wiltshire Reducing Reoffending Framework 2020-21",
    "which the Commissioner owns",
    "systems of force and office alone",
]
"""What the documents tell of services, and no row is called by."""

FILES = [sample.written(name) for name in sample.WRITTEN]
INVENTED = [sample.invented(name) for name in sample.INVENTED]
CONTRACTS = sample.invented("contracts")["rows"]
REVIEWS = [line for row in CONTRACTS for line in row["lines"] if line["verb"] == "review"]


def titles(name):
    return [row["title"] for row in sample.written(name)["services"]]


def all_posts():
    return plan_sample.office()["posts"] + plan_sample.demonstration()["posts"]


# --- What documents name ------------------------------------------------------------------------
def test_every_service_of_the_checklist_is_there():
    assert titles("services") == SERVICES


def test_every_shared_service_of_the_checklist_is_there_with_its_host():
    rows = sample.written("shared_services")["services"]

    assert [row["title"] for row in rows if row["host"] == "office"] == HOSTED
    assert [row["title"] for row in rows if row["host"] == "force"] == ENABLING


def test_every_shared_service_is_a_department_of_its_kind():
    departments = {each["name"]: each["kind"] for each in plan_sample.office()["departments"]}

    assert [departments[name] for name in HOSTED] == ["hosted"] * 4
    assert [departments[name] for name in ENABLING] == ["enabling"] * 6


def test_reducing_reoffending_has_the_four_groups_of_the_framework():
    services = {row["title"]: row for row in sample.written("services")["services"]}

    assert services["Reducing reoffending"]["groups"].splitlines() == [
        "Integrated Offender Management",
        "Female offenders",
        "Veterans",
        "Young people",
    ]


@pytest.mark.parametrize("name", NAMED_SOMEWHERE)
def test_what_no_row_is_called_by_is_told_in_one(name):
    assert any(name in text for text in texts(FILES))


def test_every_service_serves_activities_and_priorities():
    for row in [
        *sample.written("services")["services"],
        *sample.written("shared_services")["services"],
    ]:
        assert all([row["activities"], row["priorities"]]), row["title"]


def test_every_service_is_watched_by_a_body_of_the_sample():
    bodies = {body["name"] for body in governance_sample.written("bodies")["bodies"]}

    for row in sample.written("services")["services"]:
        assert row["bodies"], row["title"]
        assert set(row["bodies"]) <= bodies


def test_every_shared_service_has_an_agreement():
    agreed = [row["service"] for row in sample.invented("agreements")["rows"]]

    assert agreed == titles("shared_services")


# --- What is invented ---------------------------------------------------------------------------
def test_every_file_that_is_invented_says_so_and_no_other_does():
    assert all(file["note"].startswith("Invented for demonstration") for file in INVENTED)
    assert not any("nvented" in file["note"] for file in FILES)


def test_every_file_of_the_sample_is_read():
    folder = Path(sample.__file__).parent

    assert {p.stem for p in folder.glob("*.json")} == set(sample.WRITTEN)
    assert {p.stem for p in (folder / "demonstration").glob("*.json")} == set(sample.INVENTED)


def test_the_one_partner_that_documents_name_has_no_invented_dealings():
    partners = [row["name"] for row in sample.written("services")["partners"]]
    dealt = {
        p[key]
        for p in described(INVENTED)
        for key in ("provider", "payee", "recipient")
        if key in p
    }

    assert partners == ["NHS England"]
    assert not any("NHS" in text for text in texts(INVENTED))
    assert dealt <= {row["name"] for row in sample.invented("providers")["rows"]}


def test_the_reference_of_every_contract_says_that_it_is_a_demonstration():
    assert [row["reference"] for row in CONTRACTS] == [f"DEMO-{n:02}" for n in range(1, 16)]


def test_every_owner_is_a_post_of_the_office():
    owners = {part["owner"] for part in described([FILES, INVENTED]) if "owner" in part}

    assert owners == {post["title"] for post in all_posts()}


def test_every_activity_and_priority_named_is_one_of_the_plan():
    parts = list(described([FILES, INVENTED]))

    assert {n for p in parts for n in p.get("activities", [])} <= set(plan_sample.activities())
    assert {n for p in parts for n in p.get("priorities", [])} == {1, 2, 3, 4}


def test_spend_to_date_rises_and_never_passes_the_value():
    for row in CONTRACTS:
        last = max(
            [row["value"], *(line["value"] for line in row["lines"] if "value" in line)], key=float
        )
        wrong = {line["on"] for line in row["lines"] if "corrects" in line}
        told = [
            float(line["spend_to_date"])
            for line in row["lines"]
            if line["verb"] == "review" and ("corrects" in line or line["on"] not in wrong)
        ]

        assert told == sorted(told), row["reference"]
        assert not told or told[-1] <= float(last), row["reference"]


def test_a_review_that_is_off_track_says_what_is_done():
    off_track = [line for line in REVIEWS if line["performance"] == "off_track"]

    assert [bool(line["words"]) for line in off_track] == [True]


@needs_sources
def test_no_person_of_the_source_documents_is_named():
    surnames = {person.split()[1].casefold() for person in people()}

    said = {word for text in texts([FILES, INVENTED]) for word in words(text)}

    assert len(surnames) == 8
    assert said & surnames == set()


@needs_sources
def test_no_sentence_is_taken_from_the_source_documents():
    assert taken(texts([FILES, INVENTED]), of_sources()) == {}
