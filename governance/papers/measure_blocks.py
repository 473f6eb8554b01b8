"""A measure of a pack in a document: its chart, what it is, and every value."""

from opcc.office.papers.paper import Column, Facts, Heading, Paragraph, Table
from plans.papers.xmr_charts import xmr_picture
from plans.templatetags.plan_tags import day

VALUES = (Column("Period", 2), Column("Value", 2, is_number=True), Column("What it shows", 3),
          Column("Note", 3))  # fmt: skip
NO_VALUES = "It had no values yet. There was nothing to draw at the cut-off."


def measure_blocks(measure):
    """As the page of a measure tells of it. measure: a FrozenMeasure."""
    facts = measure.facts
    yield Heading(2, measure.title)
    yield Paragraph(sentences(measure.headline, measure.assurance))
    if measure.chart:
        yield xmr_picture(measure.chart, measure.description)
    else:
        yield Paragraph(NO_VALUES)
    for words in (facts["limits"], gap_words(facts["gaps"])):
        if words:
            yield Paragraph(words, "quiet")
    yield Facts(f"What is said of {measure.title}", tuple(fact_rows(measure)))
    if measure.rows:
        rows = tuple(map(value_row, measure.rows))
        yield Table(f"Values of {measure.title}, newest first", VALUES, rows)


def sentences(*texts):
    return " ".join(f"{text}." for text in texts if text)


def gap_words(gaps):
    if not gaps:
        return ""
    them = "it" if len(gaps) == 1 else "them"
    return f"No value for {', '.join(gaps)}: the chart passes over {them}."


def fact_rows(measure):
    facts, often = measure.facts, measure.frequency_words
    yield "Definition", facts["definition"]
    yield "Target", target_words(measure.target)
    if measure.breaks:
        yield "Limits begin again", "\n".join(break_words(*each) for each in measure.breaks)
    yield "Which way is better", measure.better_words
    yield "How often", f"{often}, in {facts['unit']}" if facts["unit"] else often
    yield "Source", facts["source"]
    yield "Owner", facts["owner"]
    yield "Tells of", facts["priority"] or "No priority alone"
    if ended := measure.ended:
        yield "No longer reported", f"Since {day(ended['on'])}\n{ended['words']}"


def target_words(target):
    if not target:
        return "None. A measure needs none to show what changes."
    set_by = f"set by {target['set_by']} on {day(target['said_on'])}"
    return f"{target['in_unit']}, {set_by}\n{target['words']}".strip()


def break_words(period, said):
    begins = ", with a new definition" if said["kind"] == "redefined" else ""
    until = said["definition_from"]
    lines = [f"From {period}{begins}", said["words"], until and f"Definition until then: {until}"]
    return "\n".join(filter(None, lines))


def value_row(row):
    period = [row.period, *(begins_here(said) for said in row.breaks)]
    value = [row.value, *(["Provisional"] if row.is_provisional else [])]
    return "\n".join(period), "\n".join(value), row.mark or "", row.note


def begins_here(said):
    redefined = said["kind"] == "redefined"
    return "New definition from here" if redefined else "New limits from here"
