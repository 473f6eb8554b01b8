"""The demonstration's invented year keeps every rule that a real year would have to keep."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from plans import sample
from plans.models import Entry
from plans.sample import Story

TODAY = dt.date(2021, 3, 22)
YEAR_STARTS = dt.date(2020, 4, 1)
FORTNIGHT = dt.timedelta(days=14)
CATEGORIES = Entry.ReasonCategory.values
STORIES = sample.stories()
ACTIVITIES = sample.activities()
ALL = pytest.mark.parametrize("number", STORIES)


@dataclass
class Year:
    """An activity's year walked through from its first event to its last."""

    story: Story
    lead: str
    due_on: dt.date | None
    milestones: dict
    met: dict = field(default_factory=dict)
    status: str = ""
    before: str = ""
    said_on: dt.date | None = None
    moves: int = 0
    wrong: list = field(default_factory=list)

    def check(self, holds, event, words):
        if not holds:
            self.wrong.append(f"{self.story.number} {event.on} {event.verb}: {words}")

    def walk(self):
        for event in self.story.told(TODAY):
            self.check(YEAR_STARTS <= event.on <= event.happens_on <= TODAY, event, "out of year")
            self.check(self.status not in ("complete", "withdrawn"), event, "after the end")
            getattr(self, event.verb)(event)
        return self

    def update(self, event):
        facts = event.facts
        status = facts["status"]
        self.check(facts["narrative"], event, "no words")
        self.check(status in STATUS_NEEDS, event, "no such status")
        missing = STATUS_NEEDS[status] - {name for name, value in facts.items() if value}
        self.check(not missing, event, f"{missing} missing")
        known = facts.get("reason_category", "other")
        self.check(known in CATEGORIES, event, "no such reason category")
        self.check(facts.get("forecast_on", dt.date.max) > event.on, event, "forecast has passed")
        self.say(event, status)

    def complete(self, event):
        self.check(event.facts["evidence"]["title"], event, "evidence has no title")
        link = event.facts["evidence"]["url"]
        self.check(link.startswith("https://example.org/"), event, "evidence is no example")
        self.check(ACTIVITIES[self.story.number]["kind"] == "deliverable", event, "duties go on")
        self.say(event, "complete")
        unmet = set(self.milestones) - set(self.met)
        self.check(not unmet, event, f"complete without {unmet}")

    def withdraw(self, event):
        self.check(event.facts["reason"], event, "no reason")
        self.check(event.facts["reason_category"] in CATEGORIES, event, "no such category")
        self.say(event, "withdrawn")

    def confirm(self, event):
        self.check(self.status, event, "nothing said before")
        self.said_on = event.on

    def say(self, event, status):
        if status != self.status:
            self.before, self.status = self.status, status
        self.said_on = event.on
        for milestone in event.facts.get("milestones_met", []):
            self.meet(event, milestone["title"], milestone["met_on"])

    def meet(self, event, title, met_on):
        self.check(title in self.milestones, event, f"no milestone {title}")
        self.check(title not in self.met, event, f"{title} met twice")
        self.check(YEAR_STARTS <= met_on <= event.on, event, f"{title} met in the future")
        self.met[title] = met_on

    def move_date(self, event):
        facts = event.facts
        self.check(facts["from"] == self.due_on, event, f"the date was {self.due_on}")
        self.check(facts["to"] > facts["from"], event, "not moved later")
        self.check(facts["reason"] and facts["reason_category"] in CATEGORIES, event, "no reason")
        wait = (facts["accepted_on"] - event.on).days
        self.check(1 <= wait <= 4, event, "not accepted within days")
        for row in facts.get("milestones", []):
            now = self.milestones.get(row["title"])
            self.check(now == row["from"] and row["title"] not in self.met, event, row["title"])
            self.milestones[row["title"]] = row["to"]
        self.due_on, self.moves = facts["to"], self.moves + 1

    def hand_over(self, event):
        self.check(event.facts["from"] == self.lead, event, f"{self.lead} leads")
        self.check(event.facts["reason"], event, "no reason")
        self.lead = event.facts["to"]

    def correct(self, event):
        points_to = event.facts["corrects_on"]
        statements = [e for e in self.story.events if e.verb == "update" and e.on == points_to]
        self.check(len(statements) == 1 and points_to < event.on, event, "corrects nothing")
        self.check(event.facts["reason"] and event.facts["narrative"], event, "no words")

    def reword(self, event):
        self.check(event.facts["reason"] and event.facts["title"], event, "no reason or title")


STATUS_NEEDS = {
    "not_started": set(),
    "on_track": set(),
    "at_risk": {"reason", "reason_category"},
    "off_track": {"reason", "reason_category", "next_steps", "forecast_on"},
}


def year(number):
    story = STORIES[number]
    milestones = {m.title: m.due_on for m in story.milestones}
    lead = ACTIVITIES[number]["owners"][0]
    return Year(story, lead, story.due_on, milestones).walk()


YEARS = {number: year(number) for number in STORIES}


def ended(year):
    return year.status in ("complete", "withdrawn")


def is_silent(year):
    return not ended(year) and TODAY - year.said_on > FORTNIGHT


def numbers(test):
    return [number for number, year in YEARS.items() if test(year)]


def verbs(verb):
    return [(n, e) for n, story in STORIES.items() for e in story.events if e.verb == verb]


@ALL
def test_a_story_keeps_every_rule_of_the_record(number):
    assert YEARS[number].wrong == []


@ALL
def test_the_events_of_a_story_stand_in_the_order_they_happened(number):
    days = [event.happens_on for event in STORIES[number].events]

    assert days == sorted(days)


@ALL
def test_only_duties_have_review_points_and_only_deliverables_end(number):
    story, kind = STORIES[number], ACTIVITIES[number]["kind"]
    reviews = [m for m in story.milestones if m.title.startswith("Review in ")]

    assert (story.due_on is None) == (kind == "duty")
    assert bool(reviews) == (kind == "duty")


@ALL
def test_milestones_fall_between_the_start_and_the_date_that_stands(number):
    year = YEARS[number]
    days = list(year.milestones.values())

    assert days == sorted(days)
    assert min(days) >= YEAR_STARTS
    assert year.due_on is None or max(days) <= year.due_on


def test_every_activity_of_the_plan_has_a_story():
    assert list(STORIES) == list(ACTIVITIES)


def test_a_duty_is_reviewed_when_its_review_falls_due():
    due = [
        (number, title)
        for number, year in YEARS.items()
        for title, due_on in year.milestones.items()
        if title.startswith("Review in ") and due_on < TODAY and title not in year.met
    ]

    assert due == []


def test_statuses_are_mixed_as_in_a_real_year():
    shown = Counter("silent" if is_silent(y) else y.status for y in YEARS.values())

    assert shown == {
        "on_track": 25,
        "at_risk": 6,
        "off_track": 4,
        "complete": 7,
        "not_started": 1,
        "silent": 4,
        "withdrawn": 1,
    }


def test_one_of_the_silent_has_not_been_heard_for_two_cycles():
    assert numbers(is_silent) == ["1.7", "3.8", "4.2", "5.5"]
    assert numbers(lambda y: is_silent(y) and TODAY - y.said_on > 2 * FORTNIGHT) == ["3.8"]


@ALL
def test_nobody_falls_silent_by_accident(number):
    story = STORIES[number]
    spoken = [e.on for e in story.told(TODAY) if e.verb in {"update", "confirm", "complete"}]
    gaps = [a for a, b in pairwise(spoken) if b - a > FORTNIGHT]

    assert len(gaps) == len([silence for silence in story.silences if silence.ends_on])


def test_two_activities_moved_twice_and_three_once():
    assert numbers(lambda y: y.moves == 2) == ["1.8", "3.1"]
    assert numbers(lambda y: y.moves == 1) == ["3.2", "3.15", "3.16"]


def test_one_activity_was_handed_over_one_reworded_and_two_corrected():
    assert [number for number, _ in verbs("hand_over")] == ["3.15"]
    assert [number for number, _ in verbs("reword")] == ["2.4"]
    assert [number for number, _ in verbs("correct")] == ["3.4", "5.2"]
    assert [number for number, _ in verbs("withdraw")] == ["1.5"]


def test_many_activities_stood_otherwise_before():
    assert len(numbers(lambda y: y.before and not ended(y))) >= 15


def test_some_milestones_were_met_in_time_and_some_late():
    met = [
        (y.met[title], due_on)
        for y in YEARS.values()
        for title, due_on in y.milestones.items()
        if title in y.met
    ]

    assert sum(on <= due_on for on, due_on in met) >= 30
    assert sum(on > due_on for on, due_on in met) >= 12


def test_the_next_28_days_hold_a_dozen_dates():
    until = TODAY + dt.timedelta(days=28)
    ends = numbers(lambda y: not ended(y) and y.due_on and TODAY <= y.due_on <= until)
    reviews = numbers(lambda y: any(TODAY <= day <= until for day in y.milestones.values()))

    assert ends == ["1.8", "2.4", "2.10", "3.1", "3.3", "3.7", "3.9", "3.11"]
    assert reviews == ["1.9", "2.1", "2.3", "5.1"]


def test_three_open_activities_are_overdue():
    assert numbers(lambda y: not ended(y) and y.due_on and y.due_on < TODAY) == [
        "3.6",
        "3.14",
        "4.2",
    ]


def test_the_year_is_told_in_about_eleven_hundred_events():
    events = [event for story in STORIES.values() for event in story.told(TODAY)]

    assert 1000 <= len(events) <= 1250
    assert Counter(event.verb for event in events)["update"] >= 220


def test_no_two_updates_of_the_year_say_the_same():
    said = [event.facts["narrative"] for _, event in verbs("update")]

    assert len(said) == len(set(said))


def test_the_clock_stands_late_on_22_march_2021():
    assert sample.clock() == dt.datetime(2021, 3, 22, 17, tzinfo=dt.UTC)
    assert sample.clock().date() == TODAY


def test_the_demonstration_says_that_it_is_invented():
    files = [sample.read(f"stories/objective_{number}.json") for number in range(1, 6)]

    assert all(f["note"].startswith("Invented") for f in [sample.demonstration(), *files])


def test_every_post_is_held_or_has_a_deputy_all_year():
    titles = {p["title"] for p in sample.office()["posts"] + sample.demonstration()["posts"]}
    holdings = sample.demonstration()["holdings"]

    for day in ("2020-04-01", "2020-10-31", "2020-11-01", "2021-03-22"):
        held = [
            h["post"]
            for h in holdings
            if h["kind"] != "support" and h["starts_on"] <= day <= (h["ends_on"] or day)
        ]
        assert set(held) == titles


def test_only_the_invented_post_is_vacant():
    holders = Counter(
        h["post"] for h in sample.demonstration()["holdings"] if h["kind"] == "holder"
    )

    assert "Commissioning Manager" not in holders
    assert [title for title, count in holders.items() if count == 2] == [
        "Head of Corporate Communications & Engagement"
    ]


def test_every_leading_post_has_support_staff():
    kinds = {(h["post"], h["kind"]) for h in sample.demonstration()["holdings"]}

    assert {(a["owners"][0], "support") for a in ACTIVITIES.values()} <= kinds


def test_accounts_are_named_by_post_at_the_demonstration_domain():
    accounts = sample.demonstration()["accounts"]
    emails = {account["email"] for account in accounts}
    named = {h["account"] for h in sample.demonstration()["holdings"]}

    assert len(emails) == len(accounts)
    assert all(email.endswith("@demonstration.example") for email in emails)
    assert all(account["name"].endswith(" (demonstration)") for account in accounts)
    assert named <= emails
    assert {account["group"] for account in accounts} == {"Staff", "Panel", "Administrators"}


def test_those_named_as_approving_are_deputies_of_the_lead():
    deputies = {
        h["account"].partition("@")[0]: h["post"]
        for h in sample.demonstration()["holdings"]
        if h["kind"] == "deputy"
    }
    stood_in = [(n, e.facts["approved_by"]) for n, e in verbs("update") if "approved_by" in e.facts]

    assert len(stood_in) == 3
    assert all(deputies[name] == ACTIVITIES[number]["owners"][0] for number, name in stood_in)


def test_drafts_wait_in_every_state():
    drafts = sample.demonstration()["drafts"]

    assert [(d["activity"], d["kind"], d["state"]) for d in drafts] == [
        ("2.6", "update", "submitted"),
        ("3.4", "update", "submitted"),
        ("5.5", "update", "submitted"),
        ("3.14", "date_move", "submitted"),
        ("4.1", "update", "returned"),
        ("3.7", "update", "writing"),
    ]
    assert drafts[4]["comment"]
    assert drafts[5]["internal_note"]


def test_drafts_are_written_by_staff_of_the_post_after_it_last_spoke():
    written_for = {(h["account"], h["post"]) for h in sample.demonstration()["holdings"]}

    for draft in sample.demonstration()["drafts"]:
        year = YEARS[draft["activity"]]
        assert (draft["written_by"], year.lead) in written_for
        assert year.said_on <= dt.date.fromisoformat(draft["written_on"]) <= TODAY


def test_the_date_move_that_waits_starts_from_the_date_that_stands():
    draft = sample.demonstration()["drafts"][3]

    assert draft["from"] == str(YEARS["3.14"].due_on)
    assert draft["to"] == "2021-05-28"
