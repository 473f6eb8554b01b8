"""Activities at a moment: as a pack froze them, or as the record has them. The fields are those of
`plans.standing.Standing`, with names instead of keys."""

from dataclasses import dataclass

from plans.evidence.kinds import CHOICES

from .fields import (
    Answer,
    count,
    day,
    flag,
    key,
    link,
    maybe_day,
    maybe_text,
    one_of,
    rows,
    text,
    texts,
)
from .fields import moment as moment_field
from .statuses import ACTIVITY_KINDS, SHOWN, STATED


class MilestoneAnswer(Answer):
    """A dated part of an activity."""

    comes_from = "The record"
    worked_out = frozenset({"was_moved", "is_late"})

    id = key("Its key, the same at every moment.")
    title = text("What is to be reached.")
    due_on = day("The day that is promised now.")
    first_due_on = day("The day that was promised first.")
    met_on = maybe_day("The day on which it was met; null while it is not.")
    was_moved = flag("Whether the day promised is not the first one.")
    is_late = flag("Whether its day has passed and it is not met.")


class FileAnswer(Answer):
    """A file that shows what was said. The office keeps it: here is what it is, and no copy."""

    comes_from = "The record"

    name = text("What it was called by whoever brought it.")
    kind = one_of(CHOICES, "What it is, by its bytes.")
    size = count("Its length in bytes.")
    sha256 = text("Its SHA-256: a copy that the office gives you is this file where they agree.")


class ActivityAnswer(Answer):
    """A promise of the delivery plan, as lines made until a moment tell of it."""

    comes_from = "The record"
    worked_out = frozenset(
        [
            "shown",
            "was",
            "days_silent",
            "is_silent",
            "days_late",
            "days_late_first",
            "is_late",
            "has_moved",
            "as_at",
        ]
    )

    id = key("The activity's key: the same in every pack and in the plan.")
    reference = text("The number people quote: objective, then place, such as 3.14.")
    objective = count("The number of its objective.")
    objective_title = text("The title of its objective.")
    number = count("Its place under the objective.")
    title = text("What is promised.")
    detail = maybe_text("More words of the promise.")
    kind = one_of(ACTIVITY_KINDS, "Whether it ends, or goes on and has review points.")
    shown = one_of(SHOWN, "The word that counts are made of: the stated status, or “silent”.")
    status = one_of(STATED, "What its owner stated last.")
    status_since = day("Since when that status stands.")
    previous_status = one_of(STATED, "The status before; empty without one.", allow_blank=True)
    was = one_of(
        STATED,
        "The status before while the change is news, for a quarter; else empty.",
        allow_blank=True,
    )
    said_on = maybe_day("The day that the owner's newest words are about; null before any.")
    narrative = maybe_text("How it goes, in the owner's words.")
    next_steps = maybe_text("What is being done next, in the owner's words.")
    reason = maybe_text("Why it is at risk, off track or withdrawn.")
    forecast_on = maybe_day("When it is now expected, where it is off track.")
    evidence = maybe_text("Where it can be seen that it is complete.")
    files = rows(FileAnswer, "The files that show it.")
    completed_on = maybe_day("The day on which it was complete.")
    starts_on = maybe_day("The day on which it begins.")
    first_starts_on = maybe_day("The earliest day on which it was ever to begin.")
    due_on = maybe_day("The day that is promised now; of a duty, its review point.")
    first_due_on = maybe_day("The day that was promised first.")
    moves = count("How often the day was moved.")
    has_moved = flag("Whether its day, or a milestone's, is not the one first promised.")
    days_late = count("Days past the day promised now; 0 when in time.")
    days_late_first = count("Days past the day first promised; 0 when in time.")
    is_late = flag("Whether it, or one of its milestones, is past the day promised now.")
    days_silent = count("Days since anything was said.")
    is_silent = flag("Whether that is longer than the plan allows, while it goes on.")
    lead = text("The post that answers for it.")
    joint = texts("Posts that own it together with the lead.")
    contributors = texts("Posts that contribute.")
    priorities = texts("The priorities of the Police and Crime Plan that it serves.")
    milestones = rows(MilestoneAnswer, "Its milestones, in the order of their days.")
    as_at = moment_field("The moment at which it stood so: of a pack, the cut-off.")
    url = link("The address of this activity at that moment.")


@dataclass(frozen=True)
class Named:
    """The names beside a position.

    posts: {post's key: title}. objectives: {objective's key: title}. priorities: {priority's key:
    number and title}. url: activity's key -> address.
    """

    posts: dict
    objectives: dict
    priorities: dict
    url: object


AS_THEY_ARE = (
    *("reference", "number", "title", "detail", "kind", "shown", "status", "status_since"),
    *("previous_status", "was", "said_on", "narrative", "next_steps", "reason", "forecast_on"),
    *("evidence", "completed_on", "starts_on", "first_starts_on", "due_on", "first_due_on"),
    *("moves", "has_moved", "days_late", "days_late_first", "is_late", "days_silent", "is_silent"),
)
"""Of a standing: what is told as it stands."""


def activity_row(standing, named, at):
    """Return a Standing with the names beside it, as plain values. at: the position's moment."""
    return {name: getattr(standing, name) for name in AS_THEY_ARE} | {
        "id": standing.pk,
        "objective": standing.objective_number,
        "objective_title": named.objectives[standing.objective],
        "lead": named.posts[standing.lead],
        "joint": [named.posts[post] for post in standing.joint],
        "contributors": [named.posts[post] for post in standing.contributors],
        "priorities": [named.priorities[priority] for priority in standing.priorities],
        "milestones": [milestone_row(milestone) for milestone in standing.milestones],
        "files": [file.told() for file in standing.files],
        "as_at": at,
        "url": named.url(standing.pk),
    }


def milestone_row(milestone):
    names = ("title", "due_on", "first_due_on", "met_on", "was_moved", "is_late")
    return {"id": milestone.pk} | {name: getattr(milestone, name) for name in names}


class LineAnswer(Answer):
    """A line of an activity's record: something said or done, for ever."""

    comes_from = "The record"
    worked_out = frozenset({"changes"})

    id = key("The line's key.")
    number = count("Its place in the record of the plan, from 1.")
    kind = text("What kind of line it is, as a short code such as `date_moved`.")
    kind_words = text("The same in words.")
    said_on = day("The day that the words are about.")
    made_at = moment_field("The moment at which the line was approved, and written for ever.")
    made_by_post = maybe_text("The post in whose name it was approved; empty for an import.")
    status = one_of(STATED, "The status that it states; empty where none.", allow_blank=True)
    narrative = maybe_text("How it goes.")
    next_steps = maybe_text("What is being done next.")
    reason_words = maybe_text("The kind of reason for a move or a change.")
    reason = maybe_text("The reason, in the owner's words.")
    forecast_on = maybe_day("When it is now expected.")
    evidence = maybe_text("Where it can be seen.")
    files = rows(FileAnswer, "The files that show it.")
    milestone = maybe_text("The milestone that it is about.")
    changes = texts("What it changed, in sentences.")
    corrects = key("The `id` of the line that it corrects; null where none.", allow_null=True)
    correction = maybe_text("What was wrong with that line.")
    digest = text("The SHA-256 by which the next line of the record refers to it.")


LINE_FACTS = tuple(name for name in LineAnswer().fields if name not in ("id", "files"))


def line_row(facts):
    """Return a line from the values that `governance.packs.freezing.line_facts` gives of one."""
    told = {name: facts[name] for name in LINE_FACTS}
    return told | {"id": facts["key"], "files": facts.get("files", [])}
