"""A pack as a document, from the sentence that carries it to the words it must be read with."""

from governance.views.pack_content import by_objective, context_of
from opcc.office.papers.notices import DEMONSTRATION
from opcc.office.papers.paper import Column, Heading, Paper, Paragraph, Table
from plans.papers.activity_tables import activity_table
from plans.papers.status_blocks import how_it_stands, meanings, objective_table
from plans.templatetags.plan_tags import day

from . import pack_words
from .change_words import cells
from .measure_blocks import measure_blocks
from .question_blocks import question_blocks


def pack_paper(pack, reading, before=None):
    """Return a published pack as a Paper.

    pack: the Pack, whose row says who published it. before: the Reading of the pack before, None
    of the first.
    """
    office = reading.content["office"]
    return Paper(
        title=pack_words.title_of(reading),
        subtitle=pack_words.subtitle_of(reading),
        office=office["full_name"],
        blocks=tuple(blocks_of(pack, reading, before)),
        notice=DEMONSTRATION if office["is_demonstration"] else "",
        identity=f"Version {reading.version}, checksum {pack.short_digest}",
    )


def blocks_of(pack, reading, before):
    context = context_of(reading, before, at_most=None)
    yield from opening(reading, before, context)
    yield from what_changed(reading, before, context["groups"])
    yield Heading(1, "By objective")
    yield objective_table(context["objectives"], reading.position)
    for objective, standings in by_objective(reading, reading.position.standings):
        yield from objective_blocks(reading, objective, standings)
    if reading.measures:
        yield Heading(1, "Measures")
    for measure in reading.measures:
        yield from measure_blocks(measure)
    yield from question_blocks(context)
    yield from meanings()
    yield from publication(pack)


def opening(reading, before, context):
    """How the plan stands, in a sentence and a bar, and the office's own words about it."""
    since = f"Since {day(context['since'])}: {context['sentence']}." if before else ""
    yield Paragraph(" ".join(filter(None, [reading.headline, since])), "lead")
    if not context["is_intact"]:
        yield Paragraph(pack_words.NOT_INTACT)
    yield from how_it_stands(reading.position, reading.headline)
    if reading.reason:
        yield Heading(1, f"Version {reading.version}")
        yield Paragraph(f"Why there is another version: {reading.reason}")
    if reading.commentary:
        yield Heading(1, "Commentary")
        yield Paragraph(reading.commentary)


# --- What changed -------------------------------------------------------------------------------
def what_changed(reading, before, groups):
    yield Heading(1, "What changed since the last pack")
    if not before:
        yield Paragraph(pack_words.about_before(reading, before))
    elif not groups:
        yield Paragraph(pack_words.UNCHANGED)
    for group in groups:
        yield Heading(2, f"{group['label']}: {counted(group['total'])}")
        yield change_table(group)


def counted(total):
    return f"{total} {'activity' if total == 1 else 'activities'}"


SHARES = {
    "date": (3, 3, 4),
    "milestone": (4, 3, 3),
    "new": (2, 2, 3),
    "owner": (3, 3, 4),
    "reworded": (4, 4, 3),
}
"""{kind of change: shares of the width of its columns, beside 4 for the activity}"""

OF_STATUSES = (3, 3, 6)


def change_table(group):
    shares = SHARES.get(group["kind"], OF_STATUSES)
    headed = zip(group["headings"], shares, strict=True)
    columns = (Column("Activity", 4), *(Column(heading, share) for heading, share in headed))
    rows = (
        (name_of(row.after), *("\n".join(lines) for lines in cells(group["kind"], row)))
        for row in group["rows"]
    )
    return Table(group["label"], columns, tuple(rows))


def name_of(standing):
    return f"{standing.reference} {standing.title}"


# --- Each objective -----------------------------------------------------------------------------
def objective_blocks(reading, objective, standings):
    leads = {key: post.title for key, post in reading.posts.items()}
    yield Heading(1, str(objective))
    if objective.commentary:
        yield Paragraph(objective.commentary)
    yield activity_table(f"Activities of objective {objective.number}", standings, leads)


# --- The end ------------------------------------------------------------------------------------
def publication(pack):
    yield Heading(1, "How to check this paper")
    yield Paragraph(pack_words.published_words(pack))
    yield Paragraph(
        f"It is drawn from a text that stays as it is, whose SHA-256 is {pack.digest}. The page of "
        "the pack offers that text: work out its SHA-256, and compare the two."
    )
