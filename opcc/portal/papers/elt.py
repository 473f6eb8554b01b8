"""The Executive Leadership Team's fortnight as a document: the words of its page, on paper."""

from opcc.office.papers.cells import in_london
from opcc.office.papers.notices import notice
from opcc.office.papers.paper import Column, Heading, Paper, Paragraph, Table
from plans.papers.activity_tables import activity_table
from plans.papers.status_blocks import how_it_stands
from plans.templatetags.plan_tags import day, moment, times

CHANGED = (Column("Activity", 4), Column("What changed", 6))
ACTIONS = (Column("Action", 6), Column("Owner", 3), Column("Due", 3))
WAITING = (Column("Activity", 5), Column("What waits", 3), Column("From", 4))
HANDOVERS = (Column("Post", 4), Column("From", 3), Column("To", 3), Column("On", 2))


def fortnight_paper(office, context):
    """Return what the page's context holds as a Paper. office: the Office."""
    return Paper(
        title="ELT fortnight",
        subtitle=f"{context['plan'].title}, {day(in_london(context['shown_at']))}",
        office=office.full_name,
        blocks=tuple(blocks_of(context)),
        notice=notice(office),
    )


def blocks_of(context):
    yield Paragraph(context["headline"], "lead")
    yield from how_it_stands(context["position"], context["headline"])
    yield Paragraph(span_words(context), "quiet")
    yield from exceptions(context)
    yield from silence(context)
    yield from changed_promises(context)
    yield from actions(context)
    yield from waiting(context)
    yield from handovers(context)


def span_words(context):
    met = ", when the team last met," if context["last_meeting"] else ""
    since, until = day(in_london(context["since"])), moment(in_london(context["shown_at"]))
    return f"For the Executive Leadership Team (ELT), from {since}{met} to {until}."


def listed(caption, columns, rows, nothing):
    """A table of rows, or the sentence that there is nothing."""
    rows = tuple(rows)
    return Table(caption, columns, rows) if rows else Paragraph(nothing)


def counted(heading, found):
    return f"{heading}: {len(found)}" if found else heading


# --- How activities stand -----------------------------------------------------------------------
def exceptions(context):
    yield Heading(1, "Off track, at risk or late")
    for post, standings in context["by_owner"]:
        yield Heading(2, counted(post.title, standings))
        yield activities(f"Off track, at risk or late, led by {post.title}", standings)
    if not context["by_owner"]:
        yield Paragraph("Nothing is off track, at risk or late.")


def silence(context):
    silent = context["silent"]
    yield Heading(1, counted("Not heard from", silent))
    yield Paragraph(silence_words(context), "quiet")
    if silent:
        yield activities("Not heard from, the longest first", silent)
    else:
        yield Paragraph("Every open activity has been heard from.")


def silence_words(context):
    allowed = f"for more than the {context['plan'].update_every} days that the plan allows."
    before, last = context["meeting_before"], context["last_meeting"]
    if not before:
        return f"Nothing was said {allowed}"
    return (
        f"Nothing was said since the team’s meeting of {day(before.on)}, the one before its last "
        f"on {day(last.on)}, or {allowed}"
    )


def activities(caption, rows):
    """rows: those of the page, each a standing with its lead Post."""
    leads = {row.standing.lead: row.lead.title for row in rows}
    return activity_table(caption, [row.standing for row in rows], leads)


# --- What changed, and what waits ---------------------------------------------------------------
def changed_promises(context):
    span = "since the last meeting" if context["last_meeting"] else "this fortnight"
    heading, moves = f"Promises that changed {span}", context["moves"]
    yield Heading(1, counted(heading, moves))
    rows = (move_row(line) for line in moves)
    yield listed(heading, CHANGED, rows, "No date, owner or wording changed.")


def move_row(line):
    kind = f"{line.get_kind_display()}, {day(in_london(line.made_at))}"
    category = f"{line.get_reason_category_display()}: " if line.reason_category else ""
    reason = [f"{category}{line.reason}"] if line.reason else []
    return f"{activity_name(line.activity)}\n{kind}", "\n".join([*line.change_lines, *reason])


def activity_name(activity):
    return f"{activity.reference} {activity.title}"


def actions(context):
    heading, found = "Actions late or due in the next fortnight", list(context["actions"])
    yield Heading(1, counted(heading, found))
    rows = (
        (f"{a.title}\n{a.reference}", a.owner.title, "\n".join(due_lines(a, context["today"])))
        for a in found
    )
    yield listed(heading, ACTIONS, rows, "No action is late or due by then.")


def due_lines(action, today):
    """As `due.html` says it of what is open."""
    yield day(action.due_on) or "No date"
    late = (today - action.due_on).days if action.due_on else 0
    if late > 0:
        yield f"Late by {late} {'day' if late == 1 else 'days'}"
    if action.first_due_on and action.moves:
        yield f"First said {day(action.first_due_on)}, moved {times(action.moves)}"


def waiting(context):
    heading, drafts = "Waiting for approval", list(context["waiting"])
    yield Heading(1, counted(heading, drafts))
    rows = (
        (
            activity_name(draft.activity),
            f"{draft.get_kind_display()}, for {draft.waits_for}",
            f"{draft.author}, {day(in_london(draft.submitted_at))}",
        )
        for draft in drafts
    )
    yield listed(heading, WAITING, rows, "Nothing waits.")


def handovers(context):
    found = list(context["handovers"])
    if not found:
        return
    heading = "Hand-overs not yet accepted"
    yield Heading(1, heading)
    yield Table(heading, HANDOVERS, tuple(
        (str(h.post), str(h.from_user or "Vacant"), str(h.to_user), day(h.on)) for h in found
    ))  # fmt: skip
