"""The sample plan says what the published plan says, in our own words."""

import re
from collections import Counter

import pytest

from plans import sample
from tests.wording import FACTS, needs_facts, needs_sources, of_sources, people, taken, words

CHECKLIST = {
    "1.1": ["force efficiency duty"],
    "1.2": ["chief constable appointment", "performance process"],
    "1.3": [
        "shared services",
        "Service Level Agreement",
        "service plans",
        "Complaints and Legal",
        "Corporate Communications & Engagement",
        "Finance",
        "Estates and Facilities",
        "Human Resources",
        "ICT",
        "Information Management",
        "People Development",
        "Occupational Health Unit",
        "Professional Standards",
    ],
    "1.4": ["Wiltshire Criminal Justice Board", "its strategy"],
    "1.5": ["environmental strategy"],
    "1.6": ["Dorset and Wiltshire Fire Authority"],
    "1.7": ["policing funding formula"],
    "1.8": ["Enterprise Resource Planning System"],
    "1.9": ["value-for-money reporting"],
    "2.1": ["Police and Crime Panel", "forward work programme"],
    "2.2": ["regional and national collaborations", "South West Police Collaboration Programme"],
    "2.3": [
        "risk management",
        "Audit Committee",
        "Joint Audit Committee",
        "internal and external audit reports",
    ],
    "2.4": ["scrutiny of police action and disproportionality"],
    "2.5": ["independent custody visitor scheme"],
    "2.6": ["Victims Code"],
    "2.7": [
        "complaint handling and triage",
        "September 2020",
        "existing complaint appeals process",
        "Complaints and Legal",
    ],
    "2.8": [
        "CMB",
        "OPCC ELT",
        "Executive Leadership Team",
        "business planning timetable",
        "integrated planning cycle",
    ],
    "2.9": ["commissioning and contract governance"],
    "2.10": ["executive performance dashboard", "Executive Leadership Team"],
    "3.1": ["demand and crime prevention strategy"],
    "3.2": [
        "external demand assessment",
        "Wiltshire Community Safety Partnership",
        "Swindon Community Safety Partnership",
    ],
    "3.3": ["mental health triage service"],
    "3.4": ["victim services"],
    "3.5": ["domestic abuse, sexual violence and vulnerability services"],
    "3.6": ["victims' experience survey", "focus groups", "annual report"],
    "3.7": ["sexual assault forensic and support", "regional procurement", "NHS England"],
    "3.8": ["restorative justice strategy", "toolkits"],
    "3.9": [
        "Wiltshire Reducing Reoffending Framework 2020-21",
        "Integrated Offender Management",
        "female offenders",
        "veterans",
        "young people",
    ],
    "3.10": ["SW Health and Justice Board", "Custody Healthcare"],
    "3.11": ["contract monitoring system"],
    "3.12": ["commissioning intentions"],
    "3.13": ["commissioning team action plan"],
    "3.14": [
        "Warminster",
        "Royal Wootton Bassett",
        "Tidworth",
        "year 3",
        "Estates Strategy (2017)",
        "Estates and Facilities",
    ],
    "3.15": ["estate disposals", "Estates Strategy (2017)", "Estates and Facilities"],
    "3.16": ["HQ masterplan", "Estates and Facilities"],
    "4.1": ["recruitment and retention systems"],
    "4.2": ["wellness strategy delivery plan"],
    "4.3": ["people data", "transparency publishing", "Executive Leadership Team"],
    "4.4": ["policies and procedures", "Executive Leadership Team"],
    "4.5": ["OPCC / Force leadership charter"],
    "4.6": ["shared values and standards", "Code of Ethics", "four values"],
    "5.1": ["statutory website publishing", "Police and Crime Plan"],
    "5.2": ["public concern channels"],
    "5.3": ["media engagement plan"],
    "5.4": ["campaigns", "Police and Crime Plan"],
    "5.5": ["recognition process"],
    "5.6": ["local crime information"],
    "5.7": [
        "Employee Engagement Delivery Plan",
        "Employee Engagement Strategy",
        "Executive Leadership Team",
    ],
}


def sentences(value):
    """Yield every sentence of the sample that is ours, wherever it stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("things", "priorities", "aliases", "email", "account", "url"):
                yield from sentences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sentences(inner)
    elif isinstance(value, str):
        yield value


def everything_written():
    told = [
        sample.read(f"stories/objective_{objective['number']}.json")
        for objective in sample.plan()["objectives"]
    ]
    return list(sentences([sample.office(), sample.plan(), sample.demonstration(), *told]))


def facts_of_activities():
    """Return {number: (owners as written, kind)} from the table in the sheet of facts."""
    rows = re.findall(
        r"^\| (\d\.\d+) \|[^|]*\|[^|]*\|([^|]*)\| ([SD]) \|", FACTS.read_text("utf-8"), re.MULTILINE
    )
    return {number: (owners.strip(), kind) for number, owners, kind in rows}


def test_the_plan_has_five_objectives_and_48_activities():
    objectives = sample.plan()["objectives"]

    assert [o["number"] for o in objectives] == [1, 2, 3, 4, 5]
    assert [len(o["activities"]) for o in objectives] == [9, 10, 16, 6, 7]
    assert len(sample.activities()) == 48


def test_activities_are_numbered_in_order_under_their_objective():
    for objective in sample.plan()["objectives"]:
        numbers = [activity["number"] for activity in objective["activities"]]
        places = range(1, len(numbers) + 1)

        assert numbers == [f"{objective['number']}.{place}" for place in places]


def test_51_owner_links_are_shared_among_five_posts():
    links = Counter(post for a in sample.activities().values() for post in a["owners"])

    assert links == {
        "Deputy Chief Executive": 21,
        "Chief Executive": 11,
        "Head of Corporate Communications & Engagement": 7,
        "Director of People & Change": 7,
        "Chief Financial Officer": 5,
    }


def test_the_first_named_owner_leads_the_two_shared_activities():
    shared = {n: a["owners"] for n, a in sample.activities().items() if len(a["owners"]) > 1}

    assert shared == {
        "1.3": [
            "Deputy Chief Executive",
            "Head of Corporate Communications & Engagement",
            "Chief Financial Officer",
        ],
        "2.3": ["Deputy Chief Executive", "Chief Financial Officer"],
    }


def test_26_activities_are_duties_and_22_deliverables():
    kinds = Counter(activity["kind"] for activity in sample.activities().values())

    assert kinds == {"duty": 26, "deliverable": 22}


def test_the_plan_serves_four_priorities():
    priorities = sample.plan()["police_and_crime_plan"]["priorities"]
    served = {number for a in sample.activities().values() for number in a["priorities"]}

    assert [(p["number"], p["title"]) for p in priorities] == [
        (1, "Prevent Crime and Keep People Safe"),
        (2, "Protect the Most Vulnerable People in Society"),
        (3, "Put Victims, Witnesses and Communities at the Heart of everything we do"),
        (4, "Secure a Quality Police Service that is Trusted and Efficient"),
    ]
    assert served == {1, 2, 3, 4}


def test_each_activity_serves_one_to_three_priorities():
    for activity in sample.activities().values():
        priorities = activity["priorities"]

        assert 1 <= len(priorities) <= 3
        assert priorities == sorted(set(priorities))


@pytest.mark.parametrize(("number", "things"), CHECKLIST.items())
def test_an_activity_names_everything_on_the_checklist(number, things):
    activity = sample.activities()[number]
    text = f"{activity['title']} {activity['detail']}".casefold()

    assert activity["things"] == things
    assert [thing for thing in things if thing.casefold() not in text] == []


def test_the_checklist_covers_every_activity():
    assert list(CHECKLIST) == list(sample.activities())


def test_titles_are_short_and_unlike_each_other():
    titles = [activity["title"] for activity in sample.activities().values()]

    assert max(map(len, titles)) <= 90
    assert len(set(titles)) == 48


def test_details_are_one_to_three_sentences():
    for activity in sample.activities().values():
        assert 1 <= len(re.findall(r"\.(?:\s|$)", activity["detail"])) <= 3, activity["number"]


def test_the_years_of_both_plans_are_given():
    plan = sample.plan()

    assert plan["police_and_crime_plan"]["title"] == "Police and Crime Plan 2017 to 2021"
    assert plan["police_and_crime_plan"]["published"] == "February 2017"
    assert plan["police_and_crime_plan"]["refreshed"] == "June 2020"
    assert plan["delivery_plan"]["title"] == "Delivery Plan 2020 to 2021"
    assert plan["delivery_plan"]["starts_on"] == "2020-04-01"


def test_the_office_has_its_departments_by_kind():
    kinds = Counter(department["kind"] for department in sample.office()["departments"])

    assert kinds == {"personal_office": 1, "commissioning": 1, "hosted": 4, "enabling": 6}


def test_every_owner_is_a_post_of_the_leadership_team():
    posts = sample.office()["posts"]
    owners = {post for a in sample.activities().values() for post in a["owners"]}

    assert {post["title"] for post in posts} == owners
    assert all(post["is_elt"] for post in posts)


def test_one_post_is_accountable_and_two_are_statutory():
    posts = {post["title"]: post for post in sample.office()["posts"]}

    assert [title for title, post in posts.items() if post["is_accountable"]] == ["Chief Executive"]
    assert posts["Chief Executive"]["statutory_role"] == "monitoring_officer"
    assert posts["Chief Financial Officer"]["statutory_role"] == "section_151"


def test_no_two_posts_share_a_name():
    posts = sample.office()["posts"] + sample.demonstration()["posts"]
    names = [name.casefold() for post in posts for name in [post["title"], *post["aliases"]]]

    assert len(names) == len(set(names))


def test_every_post_is_in_a_department_of_the_office():
    departments = {department["name"] for department in sample.office()["departments"]}
    posts = sample.office()["posts"] + sample.demonstration()["posts"]

    assert {post["department"] for post in posts} <= departments


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("CEO", "Chief Executive"),
        ("D/CEO", "Deputy Chief Executive"),
        ("CFO", "Chief Financial Officer"),
        ("Head of CC&E", "Head of Corporate Communications & Engagement"),
        ("Director P&C", "Director of People & Change"),
    ],
)
def test_a_post_answers_to_the_short_title_the_plan_uses(written, title):
    posts = {post["title"]: post["aliases"] for post in sample.office()["posts"]}

    assert written in posts[title]


@needs_facts
def test_owners_and_kinds_are_those_of_the_sheet_of_facts():
    short = {a: p["title"] for p in sample.office()["posts"] for a in p["aliases"]}
    facts = {
        number: ([short[name] for name in re.split(r", | & ", owners)], kind)
        for number, (owners, kind) in facts_of_activities().items()
    }
    letters = {"duty": "S", "deliverable": "D"}

    assert facts == {n: (a["owners"], letters[a["kind"]]) for n, a in sample.activities().items()}


@needs_sources
def test_no_sentence_is_taken_from_the_source_documents():
    theirs = of_sources()
    priorities = {p["title"] for p in sample.plan()["police_and_crime_plan"]["priorities"]}
    ours = [text for text in everything_written() if text not in priorities]

    assert taken(ours, theirs) == {}


@needs_sources
def test_no_person_of_the_source_documents_is_named():
    surnames = {person.split()[1].casefold() for person in people()}

    said = {word for sentence in everything_written() for word in words(sentence)}

    assert len(surnames) == 8
    assert said & surnames == set()
