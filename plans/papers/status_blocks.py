"""How many activities stand how, as blocks of a document, and what each word means."""

from opcc.office.papers.paper import Column, Facts, Heading, Table
from plans.statuses import LABELS, MEANINGS, SHOWN_ORDER

from .charts import bar_picture


def how_it_stands(position, headline):
    """The bar of a position and its counts; nothing where it holds no activity."""
    if not position.total:
        return
    yield bar_picture(position.parts, position.total, headline=headline)
    counts = ((LABELS[word], f"{count} of {position.total}") for word, count in position.parts)
    yield Facts("Activities by status", tuple(counts))


def objective_table(rows, position):
    """One row an objective, with a column for each word that occurs. rows: as pages have them."""
    words = [word for word, _ in position.parts]
    columns = (
        Column("Objective", 4),
        *(Column(LABELS[word], is_number=True) for word in words),
        Column("All", is_number=True),
    )
    counted = ((str(row["objective"]), row["parts"], row["total"]) for row in rows)
    return Table("Activities by objective", columns, (
        *((name, *numbers(parts), str(total)) for name, parts, total in counted),
        ("All objectives", *numbers(position.parts), str(position.total)),
    ))  # fmt: skip


def numbers(parts):
    return (str(count) for _, count in parts)


def meanings():
    """How each word is to be read."""
    yield Heading(1, "How to read the statuses")
    yield Facts("What each word means", tuple((LABELS[c], MEANINGS[c]) for c in SHOWN_ORDER))
