"""What the pages of a pack show of its measures: made from Readings alone, as `pack_content`."""

from ..packs.comparing_measures import compare_measures


def measure_of(reading, number):
    """The FrozenMeasure with that number in the pack, or None."""
    return next((each for each in reading.measures if each.number == number), None)


def measure_context(reading, measure, links):
    """Return the context of `pack_measure.html`: all that the pack says of one measure."""
    return {
        "title": measure.title,
        "measure": measure,
        "cut_off": reading.cut_off,
        "links": links,
        "is_intact": reading.is_intact,
    }


def changed_measures(before, after, links):
    """[(MeasureChange, address of the measure in the later pack or "")] between two Readings."""
    return [
        (change, links.measure(change.after.number) if change.after else "")
        for change in compare_measures(before, after)
    ]
