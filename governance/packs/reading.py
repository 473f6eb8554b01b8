"""Reading a pack back: the same Position and names that it was frozen from."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.utils import timezone

from plans.evidence.naming import read_files
from plans.position import Position
from plans.standing import DATES, TEXTS, TUPLES, MilestoneStanding, Standing, date

from ..models import Pack
from ..models.packs import sha256
from .frozen_measures import read_measures

PACKS_IN_MEMORY = 8


@dataclass(frozen=True)
class Objective:
    """An objective as the pack names it. `pk` is the plan's own key."""

    pk: int
    number: int
    title: str
    commentary: str

    def __str__(self):
        return f"{self.number}. {self.title}"


@dataclass(frozen=True)
class NamedPost:
    """A post as the pack names it, with who held it at the cut-off."""

    pk: int
    title: str
    holder: str

    def __str__(self):
        return self.title


class Reading:
    """What a pack, or a pack being prepared, says. Built from its content alone.

    is_intact: False where the text that is stored is not the text that was published.
    """

    def __init__(self, content, *, is_intact=True):
        self.content, self.is_intact = content, is_intact

    @property
    def headline(self):
        return self.content["headline"]

    @property
    def commentary(self):
        return self.content["commentary"]

    @property
    def version(self):
        return self.content["version"]

    @property
    def reason(self):
        """Why there is another version; empty for the first."""
        return self.content["reason"]

    @cached_property
    def cut_off(self):
        return dt.datetime.fromisoformat(self.content["cut_off"])

    @cached_property
    def meeting_on(self):
        return date(self.content["meeting"]["on"])

    @property
    def body(self):
        return self.content["meeting"]["body"]

    @property
    def plan_title(self):
        return self.content["plan"]["title"]

    @cached_property
    def objectives(self):
        return [
            Objective(o["key"], o["number"], o["title"], o["commentary"])
            for o in self.content["objectives"]
        ]

    @cached_property
    def posts(self):
        """{post's key: NamedPost}"""
        return {
            int(key): NamedPost(int(key), facts["title"], facts["holder"])
            for key, facts in self.content["posts"].items()
        }

    @cached_property
    def priorities(self):
        """{priority's key: its number and title}"""
        return {int(key): words for key, words in self.content["priorities"].items()}

    @cached_property
    def position(self):
        """The Position at the cut-off, each activity under the word it was published with."""
        numbers = {o["key"]: o["number"] for o in self.content["objectives"]}
        day = timezone.localdate(self.cut_off)
        every = self.content["plan"]["update_every"]
        standings = (read(facts, numbers, day, every) for facts in self.content["activities"])
        return Position(None, self.cut_off, tuple(standings))

    @cached_property
    def promise_changes(self):
        """{activity's key: [line that changed what was promised, as plain values]}"""
        return {a["pk"]: a.get("promise_changes", []) for a in self.content["activities"]}

    @property
    def questions(self):
        return self.content["questions"]

    @cached_property
    def measures(self):
        """FrozenMeasures, in the order of the scorecard as it was."""
        return read_measures(self.content)


def read(facts, numbers, day, update_every):
    """Return an activity's Standing from what the pack says of it."""
    standing = Standing(
        pk=facts["pk"],
        line=0,
        day=day,
        update_every=update_every,
        objective=facts["objective"],
        objective_number=numbers[facts["objective"]],
        milestones=tuple(read_milestone(m, day) for m in facts["milestones"]),
        files=read_files(facts.get("files")),
        **{name: facts[name] for name in TEXTS},
        **{name: tuple(facts[name]) for name in TUPLES},
        **{name: date(facts[name]) for name in DATES},
    )
    # The word that was published stands, whatever a later version of the program would say.
    standing.__dict__["shown"] = facts["shown"]
    return standing


def read_milestone(facts, day):
    due_on, met_on = date(facts["due_on"]), date(facts["met_on"])
    return MilestoneStanding(
        pk=facts["pk"],
        title=facts["title"],
        due_on=due_on,
        first_due_on=date(facts["first_due_on"]),
        met_on=met_on,
        is_late=met_on is None and due_on < day,
    )


def read_content(content):
    """Return the Reading of a pack that is being prepared."""
    return Reading(json.loads(json.dumps(content)))


def read_pack(pack):
    """Return the Reading of a published pack: kept in memory, since a pack never changes."""
    return read_intact(pack.digest)


def read_before(reading):
    """Return the Reading of the pack that one is compared with; None of the first.

    None as well where a forged text names a pack that is not there.
    """
    previous = reading.content["previous"]
    try:
        return read_intact(previous["digest"]) if previous else None
    except Pack.DoesNotExist:
        return None


def is_intact(reading, before):
    """Whether all that is shown of a pack, beside the one before it, is what was published."""
    return reading.is_intact and (before.is_intact if before else not reading.content["previous"])


def read_intact(digest):
    """As `read_digest`, and a text that was tampered with is forgotten: it may be set right."""
    reading = read_digest(digest)
    if not reading.is_intact:
        read_digest.cache_clear()
    return reading


@lru_cache(PACKS_IN_MEMORY)
def read_digest(digest):
    return read_anew(digest)


def read_anew(digest):
    """Return the Reading of the text that is stored now."""
    frozen = Pack.objects.values_list("frozen", flat=True).get(digest=digest)
    return Reading(json.loads(frozen)["content"], is_intact=sha256(frozen) == digest)


# --- Timelines ----------------------------------------------------------------------------------
@dataclass(frozen=True, eq=False)
class PublishedLine:
    """A line of the record as a pack repeats it, with the names that timelines ask for."""

    facts: dict
    corrected_by: tuple

    def __getattr__(self, name):
        if name == "facts":
            raise AttributeError(name)
        return self.facts[name]

    @property
    def written_by_name(self):
        """The post stands for whoever wrote it; empty where the same person approved it."""
        return self.facts["written_by"]

    written_by_post = ""

    @property
    def said_on(self):
        return date(self.facts["said_on"])

    @property
    def made_at(self):
        return dt.datetime.fromisoformat(self.facts["made_at"])

    @property
    def forecast_on(self):
        return date(self.facts["forecast_on"])

    @property
    def named_files(self):
        return read_files(self.facts.get("files"))

    @property
    def change_lines(self):
        return self.facts["changes"]

    @property
    def get_kind_display(self):
        return self.facts["kind_words"]

    @property
    def reason_category(self):
        return self.facts["reason_words"]

    @property
    def get_reason_category_display(self):
        return self.facts["reason_words"]


def read_timeline(text):
    """Return the PublishedLines of a part's frozen text, newest first."""
    told = json.loads(text)
    corrections = {}
    for facts in told:
        if facts["corrects"]:
            corrections.setdefault(facts["corrects"], []).append(PublishedLine(facts, ()))
    return [
        PublishedLine(facts, tuple(corrections.get(facts["key"], ()))) for facts in reversed(told)
    ]
