"""Activities as tables: the same columns in every document, and the same in every sheet."""

from opcc.office.papers.paper import Column, Table
from opcc.office.papers.workbook import Field, Sheet
from plans.evidence.naming import in_words
from plans.statuses import LABELS

from .standing_words import due_lines, milestone_lines, said_lines, status_lines

COLUMNS = (
    Column("Activity", 8),
    Column("Lead", 6),
    Column("Status", 5),
    Column("Due", 5),
    Column("What was said last", 10),
)


def activity_table(caption, standings, leads):
    """Return standings as a Table of a document. leads: {post's key: its title}."""
    rows = (
        (
            f"{standing.reference} {standing.title}",
            leads[standing.lead],
            "\n".join(status_lines(standing)),
            "\n".join(due_lines(standing)),
            "\n".join(said_lines(standing)) or "Nothing yet",
        )
        for standing in standings
    )
    return Table(caption, COLUMNS, tuple(rows))


FIELDS = (
    Field("reference", "Reference", "Number of its objective and its own.", 11),
    Field("activity", "Activity", "What is promised.", 44),
    Field("objective", "Objective", "Number and title of the objective it serves.", 32),
    Field("kind", "Kind", "A deliverable ends; a continuing duty has review points.", 16),
    Field("lead", "Lead", "The one post that leads it.", 24),
    Field("lead_holder", "Held by", "Who held that post then; empty while it was vacant.", 20),
    Field("joint", "Joint owners", "Posts that own it together with the lead.", 24),
    Field("contributors", "Contributors", "Posts that contribute to it.", 24),
    Field("priorities", "Priorities", "Priorities of the Police and Crime Plan it serves.", 30),
    Field("status", "Status", "The word it is counted by; silence is the system's word.", 18),
    Field("status_said", "Status last stated", "What its owner last said, silent or not.", 18),
    Field("status_since", "Stated since", "The day from which that status stands.", 14),
    Field("status_before", "Status before", "The status stated before that one.", 16),
    Field("said_on", "Last heard", "The day anything was last said about it.", 14),
    Field("said", "What was said", "How it goes, in its owner's words.", 50),
    Field("reason", "Reason", "Why it is at risk, off track or withdrawn.", 40),
    Field("next_steps", "Next", "What is done next.", 40),
    Field("expected_on", "Now expected", "When its owner now expects it to be done.", 14),
    Field("starts_on", "Starts", "The day on which it is to begin.", 14),
    Field("due_on", "Due", "The date that stands; for a duty, its next review.", 14),
    Field("first_due_on", "First promised for", "The date first promised, which stays.", 16),
    Field("moves", "Times moved", "How often its date was moved.", 10),
    Field("days_late", "Days late", "Days past the date that stands; 0 when not late.", 10),
    Field("days_late_first", "Days late against the first date", "The same, past the first.", 14),
    Field("completed_on", "Completed", "The day on which it was completed.", 14),
    Field("evidence", "Evidence", "What shows that it was done.", 30),
    Field("milestones", "Milestones", "Each with its dates, a line each.", 44),
    Field("detail", "Detail", "More about what is promised.", 44),
)


def activity_sheet(standings, names):
    """Return standings as the Sheet "activities". names: an ActivityNames."""
    return Sheet("activities", "Activities", FIELDS, (row(each, names) for each in standings))


class ActivityNames:
    """The names of what standings hold keys of: objectives, priorities, {post's key: its title},
    {post's key: who holds it}."""

    def __init__(self, objectives, priorities, posts, holders):
        self.objectives, self.priorities = objectives, priorities
        self.posts, self.holders = posts, holders

    def of_posts(self, keys):
        return "; ".join(self.posts[key] for key in keys)


def row(standing, names):
    """A standing's values in the order of FIELDS."""
    return (
        standing.reference,
        standing.title,
        names.objectives[standing.objective],
        standing.kind_words,
        names.posts[standing.lead],
        names.holders.get(standing.lead, ""),
        names.of_posts(standing.joint),
        names.of_posts(standing.contributors),
        "; ".join(names.priorities[key] for key in standing.priorities),
        LABELS[standing.shown],
        LABELS[standing.status],
        standing.status_since,
        LABELS[standing.previous_status] if standing.previous_status else "",
        *said(standing),
        *promised(standing),
        "\n".join(filter(None, [standing.evidence, in_words(standing.files)])),
        "\n".join(milestone_lines(standing)),
        standing.detail,
    )


def said(standing):
    return (
        standing.said_on,
        standing.narrative,
        standing.reason,
        standing.next_steps,
        standing.forecast_on,
    )


def promised(standing):
    return (
        standing.starts_on,
        standing.due_on,
        standing.first_due_on,
        standing.moves,
        standing.days_late,
        standing.days_late_first,
        standing.completed_on,
    )
