"""A plan's position as a document: at any moment, the whole plan or the part that was chosen."""

from opcc.office.papers.notices import notice
from opcc.office.papers.paper import Column, Heading, Paper, Paragraph, Table
from plans.headline import headline
from plans.position import DUE_WITHIN_DAYS
from plans.templatetags.plan_tags import day

from .activity_tables import activity_table
from .status_blocks import how_it_stands, meanings, objective_table

NOTHING = "No activity of the plan fits what was chosen."
NOTHING_YET = (
    "Nothing had been promised by then: the plan's first activity entered the record later."
)


def position_paper(office, plan, position, names, *, shown_at, chosen="", is_whole=True):
    """Return a Position as a Paper.

    office: the Office. names: the plan's Names. shown_at: its moment, in words. chosen:
    what the plan was narrowed by, in words. is_whole: whether `position` is all of the plan.
    """
    return Paper(
        title=plan.title,
        subtitle=f"Position at {shown_at}",
        office=office.full_name,
        blocks=tuple(blocks_of(position, names, chosen, is_whole)),
        notice=notice(office),
    )


def blocks_of(position, names, chosen, is_whole):
    if chosen:
        yield Paragraph(f"Part of the plan: {chosen}.", "quiet")
    if not position.total:
        yield Paragraph(NOTHING_YET if is_whole else NOTHING, "lead")
        return
    words = headline(position)
    yield Paragraph(words, "lead")
    yield from how_it_stands(position, words)
    yield from by_objective(position, names)
    yield from attention(position, names)
    yield from due_soon(position, names)
    yield from every_activity(position, names)
    yield from meanings()


def by_objective(position, names):
    groups = position.by_objective()
    words = [word for word, _ in position.parts]
    rows = [
        {
            "objective": objective,
            "parts": tuple((word, groups[objective.pk].counts[word]) for word in words),
            "total": groups[objective.pk].total,
        }
        for objective in names.objectives
        if objective.pk in groups
    ]
    yield Heading(1, "By objective")
    yield objective_table(rows, position)


def attention(position, names):
    found = position.attention()
    yield Heading(1, "Needs attention")
    if found:
        yield activity_table("Needs attention, worst first", found, leads(names))
    else:
        yield Paragraph("Nothing stands out. No activity is off track, at risk, late or silent.")


def due_soon(position, names):
    found = position.due_within(DUE_WITHIN_DAYS)
    yield Heading(1, f"Due in the next {DUE_WITHIN_DAYS} days")
    if not found:
        yield Paragraph("Nothing falls due.")
        return
    columns = (Column("What", 5), Column("Due", 2), Column("Lead", 3))
    rows = tuple(due_row(*each, names.posts) for each in found)
    yield Table(f"Due in the next {DUE_WITHIN_DAYS} days, soonest first", columns, rows)


def due_row(due_on, standing, milestone, posts):
    whole = f"{standing.reference} {standing.title}"
    what = f"{milestone.title}\n{whole}" if milestone else whole
    return what, day(due_on), posts[standing.lead].title


def every_activity(position, names):
    groups = position.by_objective()
    for objective in names.objectives:
        if group := groups.get(objective.pk):
            yield Heading(1, str(objective))
            caption = f"Activities of objective {objective.number}"
            yield activity_table(caption, group.standings, leads(names))


def leads(names):
    return {key: post.title for key, post in names.posts.items()}
