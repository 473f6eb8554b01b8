"""Measures in a pack: as their lines told them at the cut-off, as plain values.

Notes for colleagues and the names of those who entered values are in columns that nothing here
names.
"""

from plans import measure_values
from plans.measures import readings
from plans.models import Measure
from plans.xmr import as_plain


def chosen(draft):
    """The Measures that a PackDraft shows, in order; none before it is saved."""
    return list(draft.measures.select_related("owner", "priority")) if draft.pk else []


def measures_of(measures, cut_off):
    """Return what a pack says of these Measures: lines made after `cut_off` are left out."""
    return [measure_facts(reading) for reading in readings(measures, at=cut_off)]


def measure_facts(reading):
    measure = reading.measure
    names = {
        "key": measure.pk,
        "title": measure.title,
        "source": measure.source,
        "frequency": measure.frequency,
        "unit": measure.unit,
        "decimals": measure.decimals,
        "better": measure.better,
        "priority": str(measure.priority or ""),
        "owner": measure.owner.title,
    }
    return names | line_facts(reading) | finding_facts(reading)


def finding_facts(reading):
    """What the rules made of the values, and the words for it, which stand as published.

    marks: why each value is unusual, in words, in the order of the values.
    """
    return {
        "analysis": as_plain(reading.analysis),
        "headline": reading.headline,
        "assurance": reading.assurance,
        "limits": reading.screen_words,
        "marks": [row.mark for row in reversed(reading.rows)],
        "gaps": reading.gaps,
    }


# --- What lines say, which stays ----------------------------------------------------------------
def line_facts(reading):
    """What lines alone say or change, so that it can be read from them again."""
    return {
        "definition": reading.definition,
        "values": [value_facts(line) for line in reading.observations],
        "breaks": [break_facts(line) for _, line in reading.breaks],
        "target": target_facts(reading.target_line),
        "ended": ended_facts(reading.ended_line),
    }


def value_facts(line):
    return {
        "period": line.period.isoformat(),
        "value": as_text(line.value),
        "is_provisional": line.is_provisional,
        "note": line.words,
    }


def break_facts(line):
    return {
        "kind": line.kind,
        "from_period": line.from_period.isoformat(),
        "words": line.words,
        "definition_from": line.definition_from,
    }


def target_facts(line):
    """The target, who set it and why; None without one."""
    if line is None:
        return None
    return {
        "value": as_text(line.target),
        "set_by": line.set_by,
        "said_on": line.said_on.isoformat(),
        "words": line.words,
    }


def ended_facts(line):
    """From when it is no longer reported and why; None while it is."""
    return line and {"on": line.said_on.isoformat(), "words": line.words}


def as_text(value):
    """A Decimal as text without an exponent: 210.5000 is "210.5"."""
    return f"{measure_values.plain(value):f}"


def lines_at(keys, cut_off):
    """{measure's key: what its lines said at `cut_off`}. Three queries."""
    found = readings(Measure.objects.filter(pk__in=keys), at=cut_off)
    return {reading.measure.pk: line_facts(reading) for reading in found}
