"""The sample of governance names what the documents name, and marks the rest as made up."""

import re
from pathlib import Path

import pytest

from governance import sample
from plans import sample as plan_sample
from tests.wording import described, needs_sources, of_sources, people, taken, texts, words

BODIES = [
    "Police and Crime Panel",
    "OPCC Executive Leadership Team (ELT)",
    "CMB",
    "Joint Audit Committee",
    "Wiltshire Criminal Justice Board",
    "Wiltshire Community Safety Partnership",
    "Swindon Community Safety Partnership",
    "Wiltshire Health and Wellbeing Board",
    "Swindon Health and Wellbeing Board",
    "Wiltshire Public Service Board",
    "Rural Crime Partnership",
    "Area Boards",
    "Parish and town councils",
    "SW Health and Justice Board",
    "Regional procurement of sexual assault services",
    "South West Police Collaboration Programme",
    "Regional and national collaborations",
    "South West regional vision for collaboration",
    "Dorset and Wiltshire Fire Authority",
    "Council integration programme",
    "Independent custody visitor scheme",
]

STRATEGIES = [
    "Police and Crime Plan 2017 to 2021",
    "Scorecard of the Police and Crime Plan",
    "OPCC Delivery Plan 2020 to 2021",
    "Strategic Policing Requirement",
    "Joint planning and governance model",
    "Integrated planning cycle",
    "Scheme of Governance",
    "Service Level Agreement for shared services",
    "Service plans of the shared services",
    "Strategy of the Wiltshire Criminal Justice Board",
    "Environmental strategy",
    "Rules for commissioning and contracts",
    "Victims Code",
    "Demand and crime prevention strategy",
    "Restorative justice strategy and toolkits",
    "Wiltshire Reducing Reoffending Framework 2020-21",
    "Commissioning intentions",
    "Commissioning Team action plan",
    "Estates Strategy (2017)",
    "HQ masterplan",
    "Wellness strategy delivery plan",
    "Policies and procedures for staff",
    "OPCC / Force leadership charter",
    "Code of Ethics",
    "Digital Strategy",
    "Public Engagement Strategy",
    "Media engagement plan",
    "Employee Engagement Strategy",
    "Employee Engagement Delivery Plan",
]

NAMED_SOMEWHERE = [
    "Public Services Leaders Boards",
    "Custody Healthcare",
    "NHS England",
    "Single Online Home",
    "National Enabling Programmes",
    "IOCT",
    "business planning timetable",
    "Integrated Offender Management",
    "forward work programme",
    "16 July 2014",
    "project document of July 2013",
    "legal agreement",
    "project team",
    "Plus One building",
    "Annual report",
    "annual policing budget",
    "Complaints and Legal",
    "impartiality, integrity, public service, transparency",
]
"""What the documents name and no row is called by."""

PARAGRAPHS = ["1", "2", "2A", "3(a) to (d)", "3(e)", "3(f)", "3(g)", "3(h)", "4", "5", "6", "7"]
"""Of the schedule of SI 2011/3050, apart from those added in 2021 and the one on custody."""

VERIFIED = {
    "Budget, precept, revenue and proposed spending": "before_year",
    "Annual investment strategy": "before_year",
    "Crime and disorder reduction grants": "monthly",
    "Spending over £500": "monthly",
    "Inspectorate's newest report and summary on the force": "on_event",
    "Complaints figures about the force": "on_event",
    "Running of independent custody visiting": "current",
    "Annual report": "yearly",
    "Comments on inspectorate reports": "on_event",
}
"""Intervals that somebody read in the law or in official guidance on it. There are no others."""

FILES = [sample.written(name) for name in sample.WRITTEN]
INVENTED = [sample.invented(name) for name in sample.INVENTED]


def rows(name, key):
    return {row["title" if "title" in row else "name"]: row for row in sample.written(name)[key]}


def test_every_body_of_the_checklist_is_there():
    assert list(rows("bodies", "bodies")) == BODIES


def test_every_strategy_and_policy_of_the_checklist_is_there():
    assert list(rows("strategies", "strategies")) == STRATEGIES


@pytest.mark.parametrize("name", NAMED_SOMEWHERE)
def test_what_no_row_is_called_by_is_named_in_one(name):
    assert any(name in text for text in texts(FILES))


def test_one_body_is_the_panel_and_one_the_leadership_team():
    bodies = sample.written("bodies")["bodies"]

    assert [b["name"] for b in bodies if b.get("is_panel")] == ["Police and Crime Panel"]
    assert [b["name"] for b in bodies if b.get("is_leadership_team")] == [
        "OPCC Executive Leadership Team (ELT)"
    ]


def test_every_body_says_what_it_is_for_and_what_we_do_there():
    for body in sample.written("bodies")["bodies"]:
        assert all([body["purpose"], body["our_work"]]), body["name"]


def test_letters_that_no_document_writes_out_are_left_so():
    assert "no longer name is given" in rows("bodies", "bodies")["CMB"]["purpose"]


def test_services_of_the_council_integration_stand_as_the_letter_told():
    areas = rows("bodies", "bodies")["Council integration programme"]["scope_areas"]

    assert {area["title"]: area["state"] for area in areas} == {
        "Programme management": "moved",
        "IT services": "moved",
        "Estates and facilities management": "moved",
        "Fleet": "review",
        "Finance": "review",
        "Human resources": "review",
        "Corporate communications": "out",
        "Swindon town centre team": "proposed",
        "Plus One building, Swindon": "proposed",
    }


def test_three_strategies_are_under_review_as_the_plan_says():
    strategies = sample.written("strategies")["strategies"]

    assert [s["title"] for s in strategies if s["state"] == "under_review"] == [
        "Digital Strategy",
        "Public Engagement Strategy",
        "Employee Engagement Strategy",
    ]


def test_strategies_have_no_days_but_invented_ones():
    for strategy in sample.written("strategies")["strategies"]:
        assert not strategy.keys() & {"agreed_on", "review_on"}, strategy["title"]


def test_the_letters_four_topics_are_dated_as_the_letter_is():
    written = sample.written("programme")

    assert [item["title"] for item in written["items"]] == [
        "Integration with Wiltshire Council and Swindon Borough Council",
        "Regional vision for collaboration",
        "Performance culture review",
        "Systems thinking review of service delivery",
    ]
    assert {(i["offered_on"], i["chosen_on"]) for i in written["items"]} == {
        ("2014-08-26", "2014-08-27")
    }
    assert written["meeting"]["on"] == "2014-08-26"


def test_every_paragraph_of_the_order_has_a_duty():
    sources = [duty["source"] for duty in sample.written("publication")["duties"]]

    for paragraph in PARAGRAPHS:
        assert f"SI 2011/3050, Schedule, paragraph {paragraph}" in sources
    for name in ("paragraph 7A", "paragraph 7B", "paragraph 7C", "paragraph 8", "section 11(3)"):
        assert any(name in source for source in sources), name
    assert any("section 12" in source for source in sources)
    assert any("section 55(5A)" in source for source in sources)


def test_an_interval_is_set_only_where_it_was_verified():
    duties = rows("publication", "duties")
    set_ones = {title: d["interval"] for title, d in duties.items() if d["interval"] != "unknown"}

    assert set_ones == VERIFIED


def test_a_set_interval_says_where_it_is_written():
    for duty in sample.written("publication")["duties"]:
        assert bool(duty.get("interval_source")) == (duty["interval"] != "unknown"), duty["title"]


def test_what_was_added_in_2021_is_prominent_and_counts_from_its_day():
    added = [d for d in sample.written("publication")["duties"] if "2021/547" in d["source"]]

    assert len(added) == 4
    assert all(d["is_prominent"] and d["starts_on"] == "2021-05-31" for d in added)


def test_every_owner_is_a_post_of_the_office():
    posts = {post["title"] for post in plan_sample.office()["posts"]}
    owners = {part["owner"] for part in described([FILES, INVENTED]) if "owner" in part}

    assert owners == posts


def test_every_activity_and_priority_named_is_one_of_the_plan():
    parts = list(described([FILES, INVENTED]))
    numbers = {n for part in parts for n in part.get("activities", [])}
    priorities = {n for part in parts for n in part.get("priorities", [])}

    assert numbers <= set(plan_sample.activities())
    assert priorities == {1, 2, 3, 4}


def test_every_file_that_is_invented_says_so_and_no_other_does():
    assert all(file["note"].startswith("Invented for demonstration") for file in INVENTED)
    assert not any("nvented" in file["note"] for file in FILES)


def test_every_file_of_the_sample_is_read():
    folder = Path(sample.__file__).parent

    assert {p.stem for p in folder.glob("*.json")} == set(sample.WRITTEN)
    assert {p.stem for p in (folder / "demonstration").glob("*.json")} == set(sample.INVENTED)


def test_an_invented_report_of_an_inspectorate_says_so_in_its_name():
    items = sample.invented("scrutiny")["items"]
    reports = {item["report"] for item in items if item["source"] == "inspectorate"}

    assert reports
    assert all(report.endswith("(an invented report)") for report in reports)


def test_no_one_is_named_by_a_title_of_address():
    found = [t for t in texts([FILES, INVENTED]) if re.search(r"\b(Mr|Mrs|Ms|Cllr|Sir|Dame)\b", t)]

    assert found == []


@needs_sources
def test_no_person_of_the_source_documents_is_named():
    surnames = {person.split()[1].casefold() for person in people()}

    said = {word for text in texts([FILES, INVENTED]) for word in words(text)}

    assert len(surnames) == 8
    assert said & surnames == set()


@needs_sources
def test_no_sentence_is_taken_from_the_source_documents():
    assert taken(texts([FILES, INVENTED]), of_sources()) == {}
