"""What the pages of a pack show: made from Readings alone, whoever asks and whenever.

Nothing here knows a request or asks the database: names, days and words are those of the frozen
text. The preview of a pack that is being prepared is made by the same functions.
"""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from plans.headline import headline
from plans.standing import date

from ..packs.comparing import (
    KINDS,
    compare,
    in_a_sentence,
    questions_answered,
    questions_open,
    rank,
)
from ..packs.reading import is_intact

ROWS_AT_MOST = 12
"""Rows of one kind of change on a pack's own page; the comparison lists them all."""

ROWS_ON_PAPER = 100
"""The same where the whole pack is printed, and nobody can follow a link."""

HEADINGS = {
    "status": ("On {since}", "On {day}", "Why"),
    "date": ("Was due", "Now due", "Why"),
    "completed": ("On {since}", "On {day}", "What was done"),
    "silent": ("On {since}", "On {day}", "Last heard"),
    "new": ("Status", "Due", "Led by"),
    "withdrawn": ("On {since}", "On {day}", "Why"),
    "milestone": ("Milestone", "Due", "State"),
    "owner": ("Led by", "Now led by", "Why"),
    "reworded": ("Was", "Now", "Why"),
    "heard": ("On {since}", "On {day}", "What was said"),
}
"""{kind of change: headings of its columns}, in the order in which members read them."""


# --- Addresses ----------------------------------------------------------------------------------
class NoLinks:
    """A pack that has no pages yet: its names are words and lead nowhere."""

    home = whole = compare = record = packs = ""

    def objective(self, number):
        return ""

    def activity(self, key):
        return ""

    def dates(self, key):
        return ""

    def measure(self, number):
        return ""

    def changes(self, kind):
        return ""


class PackLinks(NoLinks):
    """The addresses of a published pack. before: the key of the pack that it is compared with,
    None where the reader may not see that one, or there is none."""

    def __init__(self, pack, before=None):
        self.pack, self.before = pack, before

    @cached_property
    def home(self):
        return reverse("governance:pack-detail", args=[self.pack])

    @cached_property
    def whole(self):
        return reverse("governance:pack-whole", args=[self.pack])

    @cached_property
    def record(self):
        return reverse("governance:pack-record", args=[self.pack])

    @cached_property
    def packs(self):
        return reverse("governance:pack-list")

    @cached_property
    def compare(self):
        if not self.before:
            return ""
        return f"{reverse('governance:pack-compare')}?before={self.before}&after={self.pack}"

    @cached_property
    def one_activity(self):
        """Resolving an address for each of hundreds of rows costs more than the rest of a page."""
        return reverse("governance:pack-activity", args=[self.pack, 0]).removesuffix("0/")

    def objective(self, number):
        return reverse("governance:pack-objective", args=[self.pack, number])

    def activity(self, key):
        return f"{self.one_activity}{key}/"

    def dates(self, key):
        return reverse("governance:pack-calendar", args=[self.pack, key])

    def measure(self, number):
        return reverse("governance:pack-measure", args=[self.pack, number])

    def changes(self, kind):
        return self.compare and f"{self.compare}&kind={kind}"


class HomeLinks(PackLinks):
    """The same addresses for the readers' first page, which shows a few changes of each kind."""

    def changes(self, kind):
        return f"{self.home}#changed-{kind}"


# --- The pack's own page ------------------------------------------------------------------------
def context_of(reading, before=None, links=None, *, at_most=ROWS_AT_MOST):
    """Return the context of `pack_body.html`: all that members see on the pack's page.

    before: the Reading that it is compared with, None for a plan's first pack. links: PackLinks,
    or None where no page of the pack exists yet. at_most: rows shown of one kind of change.
    """
    links = links or NoLinks()
    found = compare(before, reading) if before else {}
    return {
        "reading": reading,
        "is_intact": is_intact(reading, before),
        "links": links,
        "cut_off": reading.cut_off,
        "day": reading.position.day,
        "since": before and before.position.day,
        "sentence": in_a_sentence(found) if before else "",
        "groups": groups_of(found, before, reading, links, at_most=at_most),
        "objectives": objective_rows(reading, links),
        "measures": measure_rows(before, reading, links),
        "open_questions": questions(questions_open(reading)),
        "answered_questions": questions(questions_answered(before, reading)),
    }


def measure_rows(before, reading, links):
    """[(FrozenMeasure, its address, the same measure in the pack before or None)]"""
    earlier = {measure.key: measure for measure in before.measures} if before else {}
    return [
        (measure, links.measure(measure.number), earlier.get(measure.key))
        for measure in reading.measures
    ]


def objective_rows(reading, links):
    """One row an objective that has activities, with every word that occurs in the pack."""
    groups = reading.position.by_objective()
    words = [word for word, _ in reading.position.parts]
    return [
        {
            "objective": objective,
            "parts": tuple((word, groups[objective.pk].counts[word]) for word in words),
            "total": groups[objective.pk].total,
            "url": links.objective(objective.number),
        }
        for objective in reading.objectives
        if objective.pk in groups
    ]


# --- What changed -------------------------------------------------------------------------------
@dataclass(frozen=True)
class ChangeRow:
    """One change with the names that its pack gives. was_led_by: empty for a new activity."""

    change: object
    url: str
    was_led_by: str
    led_by: str

    @property
    def before(self):
        return self.change.before

    @property
    def after(self):
        return self.change.after

    @property
    def reasons(self):
        """[(words, category)] of the lines since: several dates moved at once have one reason."""
        return list(dict.fromkeys((w["reason"], w["reason_words"]) for w in self.change.why))


def groups_of(found, before, after, links, *, at_most=None):
    """[{kind, label, headings, rows, total, url}] of each kind of change that occurs.

    at_most: how many rows of a kind; `url` then leads to all of them, where there are more.
    """
    return [
        group(kind, in_order(kind, found[kind]), before, after, links, at_most)
        for kind in HEADINGS
        if found.get(kind)
    ]


def group(kind, changes, before, after, links, at_most=None):
    is_cut = at_most is not None and len(changes) > at_most
    return {
        "kind": kind,
        "label": KINDS[kind],
        "headings": headings(kind, before, after),
        "labels": labels(kind, before, after),
        "rows": [row(change, before, after, links) for change in changes[:at_most]],
        "total": len(changes),
        "is_cut": is_cut,
        "url": (links.changes(kind) or links.whole) if is_cut else "",
    }


def in_order(kind, changes):
    """What stands worst comes first, where the kind is about how things stand."""
    if kind != "status":
        return changes
    return sorted(changes, key=lambda change: -rank(change.after.shown))


def headings(kind, before, after, form="{:%-d %B %Y}"):
    days = {"since": form.format(before.position.day), "day": form.format(after.position.day)}
    return [heading.format(**days) for heading in HEADINGS[kind]]


def labels(kind, before, after):
    """The headings in little room, where each stands beside its cell."""
    return [h.removeprefix("On ") for h in headings(kind, before, after, "{:%-d %b %Y}")]


def row(change, before, after, links):
    was = change.before and before.posts[change.before.lead].title
    return ChangeRow(
        change=change,
        url=links.activity(change.after.pk),
        was_led_by=was or "",
        led_by=after.posts[change.after.lead].title,
    )


# --- Questions ----------------------------------------------------------------------------------
DAYS = ("raised_on", "due_on", "first_due_on", "responded_on", "closed_on")


def questions(items):
    """The panel's questions of a pack with their days as dates, and the last answer's words."""
    return [
        item | {name: date(item[name]) for name in DAYS} | {"answer": last_answer(item)}
        for item in items
    ]


def last_answer(item):
    """The words of the newest answer; empty while there is none."""
    return next((line["words"] for line in reversed(item["lines"]) if line["response"]), "")


# --- One objective, one activity ----------------------------------------------------------------
@dataclass(frozen=True)
class ActivityRow:
    """A standing with the address of its page in the pack, and its lead post by name."""

    standing: object
    url: str
    lead: str

    def __getattr__(self, name):
        return getattr(self.standing, name)


def activity_rows(reading, standings, links):
    return [ActivityRow(s, links.activity(s.pk), reading.posts[s.lead].title) for s in standings]


def objective_of(reading, number):
    """The Objective with that number, or None."""
    return next((o for o in reading.objectives if o.number == number), None)


def objective_context(reading, objective, links):
    """How one objective stands: its own bar, the office's words, and every activity."""
    position = reading.position.by_objective().get(objective.pk) or reading.position.only(never)
    return {
        "title": str(objective),
        "objective": objective,
        "position": position,
        "headline": headline(position),
        "activities": activity_rows(reading, position.standings, links),
        "cut_off": reading.cut_off,
        "links": links,
        "is_intact": reading.is_intact,
    }


def never(standing):
    return False


def by_objective(reading, rows):
    """[(Objective, its ActivityRows)] of the objectives that the rows belong to."""
    groups = {}
    for activity in rows:
        groups.setdefault(activity.objective, []).append(activity)
    return [(objective, groups[objective.pk]) for objective in reading.objectives
            if objective.pk in groups]  # fmt: skip


def activity_context(reading, standing, links):
    """Everything that the pack says of one activity, but for its timeline."""
    posts = reading.posts
    return {
        "title": f"{standing.reference} {standing.title}",
        "standing": standing,
        "objective": next(o for o in reading.objectives if o.pk == standing.objective),
        "objective_url": links.objective(standing.objective_number),
        "lead": posts[standing.lead],
        "joint": [posts[pk] for pk in standing.joint],
        "contributors": [posts[pk] for pk in standing.contributors],
        "priorities": [reading.priorities[pk] for pk in standing.priorities],
        "milestones": standing.milestones,
        "position_day": reading.position.day,
        "cut_off": reading.cut_off,
        "links": links,
        "dates_url": links.dates(standing.pk) if reading.is_intact and standing.open_dates else "",
        "is_intact": reading.is_intact,
    }


def timeline_digest(reading, key):
    """The SHA-256 that the pack gives for the timeline of an activity; None where it has none."""
    facts = next(a for a in reading.content["activities"] if a["pk"] == key)
    return facts.get("timeline")


def timeline_rows(lines):
    """Lines with the corrections of each, as the entry of a timeline shows them."""
    return [
        {"entry": line, "corrections": [(c.number, c.made_at) for c in line.corrected_by]}
        for line in lines
    ]
