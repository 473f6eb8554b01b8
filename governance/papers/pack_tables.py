"""A pack as tables: activities, changes, measures and questions, each row as the pack has it."""

from governance.models.scrutiny import ScrutinyItem
from governance.packs.comparing import compare
from governance.views.pack_content import NoLinks, groups_of, questions
from opcc.office.papers.notices import DEMONSTRATION
from opcc.office.papers.workbook import Field, Sheet, Workbook
from plans.measure_values import level_in_file, plain
from plans.papers.activity_tables import ActivityNames, activity_sheet

from .change_words import cells
from .pack_words import about_before, not_intact, title_of

Kind = ScrutinyItem.Kind


def pack_workbook(pack, reading, before=None):
    """Return a published pack as a Workbook.

    pack: the Pack, whose row says who published it. before: the Reading of the pack before, None
    of the first.
    """
    sheets = tuple(pack_sheet(name, reading, before) for name in SHEETS)
    return Workbook(title_of(reading), facts_of(pack, reading, before), sheets)


def pack_sheet(name, reading, before=None):
    """Return the Sheet of that name, one of SHEETS."""
    return SHEETS[name](reading, before)


def facts_of(pack, reading, before):
    """What holds for the whole pack: ((name, value), ...)."""
    office = reading.content["office"]
    told = [
        ("Office", office["full_name"]),
        ("Plan", reading.plan_title),
        ("Prepared for", reading.body),
        ("Meeting", reading.meeting_on),
        ("Position at", reading.cut_off),
        ("How the plan stands", reading.headline),
        ("Version", reading.version),
        ("Why there is another version", reading.reason),
        ("Published on", pack.published_at),
        ("Published by", pack.published_by_post or pack.published_by_name),
        ("What changed", about_before(reading, before)),
        ("Checksum (SHA-256)", pack.digest),
        ("Note", DEMONSTRATION if office["is_demonstration"] else ""),
        ("Warning", not_intact(reading, before)),
    ]
    return tuple((name, value) for name, value in told if value != "")


# --- Activities -----------------------------------------------------------------------------------
def activities_sheet(reading, before):
    posts = reading.posts.items()
    names = ActivityNames(
        objectives={objective.pk: str(objective) for objective in reading.objectives},
        priorities=reading.priorities,
        posts={key: post.title for key, post in posts},
        holders={key: post.holder for key, post in posts},
    )
    return activity_sheet(reading.position.standings, names)


# --- Changes --------------------------------------------------------------------------------------
CHANGES = (
    Field("kind", "What happened", "The kind of change since the pack before.", 20),
    Field("reference", "Reference", "Number of its objective and its own.", 11),
    Field("activity", "Activity", "What is promised.", 44),
    Field("lead", "Led by", "The post that leads it in this pack.", 24),
    Field("was", "Was", "How it stood in the pack before; of a new activity, nothing.", 36),
    Field("now", "Now", "How it stands in this pack.", 36),
    Field("why", "Why", "The reason that was given, or what was said.", 50),
    Field("was_due_on", "Was due", "The due date in the pack before.", 14),
    Field("due_on", "Due", "The due date in this pack.", 14),
    Field("first_due_on", "First promised for", "The date first promised.", 16),
)


def changes_sheet(reading, before):
    """One row a change: an activity that changed in two ways has two."""
    found = groups_of(compare(before, reading), before, reading, NoLinks()) if before else []
    rows = (change_row(group, row) for group in found for row in group["rows"])
    return Sheet("changes", "Changes", CHANGES, rows)


def change_row(group, row):
    after = row.after
    told = in_three(group["kind"], cells(group["kind"], row))
    return (
        group["label"],
        after.reference,
        after.title,
        row.led_by,
        *told,
        row.before.due_on if row.before else None,
        after.due_on,
        after.first_due_on,
    )


def in_three(kind, told):
    """The cells of the page as was, now and why: two kinds of change have other columns there."""
    one, two, three = told
    if kind == "new":
        return "", "\n".join(one), ""
    if kind == "milestone":
        lines = (f"{name}, due {due}: {state}" for name, due, state in zip(*told, strict=True))
        return "", "\n".join(lines), ""
    return "\n".join(one), "\n".join(two), "\n".join(three)


# --- Measures -------------------------------------------------------------------------------------
VALUES = (
    Field("measure", "Measure", "What is measured.", 40),
    Field("period", "Period", "The month, quarter or year of the value, in words.", 18),
    Field("first_day", "First day", "The first day of that period.", 14),
    Field("value", "Value", "The value, in the unit of the measure.", 12),
    Field("unit", "Unit", "What is counted.", 14),
    Field("is_provisional", "Provisional", "Whether the value may still change.", 12),
    Field("shows", "What it shows", "Whether the value is unusual, and in what way.", 30),
    Field("note", "Note", "What was said about the value.", 30),
    Field("mean", "Mean", "The mean of the values whose limits these are.", 12),
    Field("lower_limit", "Lower limit", "Below it, a value is unusual.", 12),
    Field("upper_limit", "Upper limit", "Above it, a value is unusual.", 12),
    Field("is_trial", "Trial limits", "Whether the limits rest on few values.", 12),
    Field("target", "Target", "The value aimed at; empty without one.", 12),
    Field("better", "Which way is better", "Higher, lower, or neither.", 20),
)


def measures_sheet(reading, before):
    """One row a value, each measure's in the order of time, with the limits that held for it."""
    rows = (row for measure in reading.measures for row in value_rows(measure))
    return Sheet("measures", "Measures", VALUES, rows)


def value_rows(measure):
    segments = [s for s in measure.analysis.segments for _ in range(s.start, s.stop)]
    for index, (period, value) in enumerate(measure.values.items()):
        told, segment = measure.row(index), segments[index]
        yield (
            measure.title,
            told.period,
            period,
            plain(value),
            measure.facts["unit"],
            told.is_provisional,
            told.mark,
            told.note,
            *map(level_in_file, (segment.mean, segment.lower, segment.upper)),
            segment.is_trial,
            None if measure.aim is None else plain(measure.aim),
            measure.better_words,
        )


# --- Questions ------------------------------------------------------------------------------------
QUESTIONS = (
    Field("reference", "Reference", "The number that the office knows it by.", 12),
    Field("kind", "Kind", "A question, or a recommendation.", 18),
    Field("title", "Title", "What it is about.", 40),
    Field("words", "Words", "What was asked.", 50),
    Field("owner", "Owner", "The post that answers it.", 24),
    Field("raised_on", "Asked", "The day on which it was asked.", 14),
    Field("due_on", "Due", "The day by which it is to be answered.", 14),
    Field("first_due_on", "First due", "The first such day, which stays.", 14),
    Field("moves", "Times moved", "How often that day was moved.", 10),
    Field(
        "days_late",
        "Days late, unanswered",
        "Days past the day that stands while it was not answered; 0 once it was.",
        12,
    ),
    Field("response", "Response", "How it was answered; empty while it was not.", 20),
    Field("responded_on", "Answered", "The day of the first answer.", 14),
    Field("closed_on", "Closed", "The day from which nothing more is owed.", 14),
    Field("answer", "Answer", "The words of the newest answer.", 50),
)


def questions_sheet(reading, before):
    """The panel's questions and recommendations as they stood at the cut-off."""
    told = [q | {"kind": Kind(q["kind"]).label} for q in questions(reading.questions)]
    rows = (tuple(question[field.name] for field in QUESTIONS) for question in told)
    return Sheet("questions", "Questions", QUESTIONS, rows)


SHEETS = {
    "activities": activities_sheet,
    "changes": changes_sheet,
    "measures": measures_sheet,
    "questions": questions_sheet,
}
"""{name of a sheet, as addresses have it: what makes it of (reading, before)}"""
