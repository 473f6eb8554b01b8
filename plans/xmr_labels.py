"""The words along the edges of a chart: which there is room for, and where they stand."""

from dataclasses import dataclass
from itertools import pairwise

LETTER = 7.3
"""The width of a letter, in pixels, on the wide side."""

ROOM = 14
"""The room between two labels, in pixels."""

SPILL_LEFT, SPILL_RIGHT = 32, 6
"""How far a label may stand out over the left and the right end of a chart, in pixels."""

STEPS = {
    "month": (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600),
    "quarter": (1, 2, 4, 8, 12, 20, 40, 80, 200),
    "year": (1, 2, 5, 10, 20, 50, 100),
}
"""How many periods there may be from one label to the next."""


@dataclass(frozen=True)
class Box:
    """The room that words take up, in pixels. anchor: "start", "middle" or "end"."""

    left: float
    right: float
    anchor: str

    def clears(self, earlier):
        return self.left - earlier.right >= ROOM


def evenly(places, labels, width, frequency):
    """Return (index, anchor) of as many labels as fit side by side, evenly apart, and of the last.

    places: where each stands, in pixels. width: that of the chart. frequency: "month", "quarter" or
    "year". The last is left out where it would overlap; the first is always there.
    """
    boxes = [box_at(place, text, width) for place, text in zip(places, labels, strict=True)]
    last = len(boxes) - 1
    spaced = (list(range(0, len(boxes), step)) for step in STEPS[frequency])
    chosen = next((indices for indices in spaced if clear(boxes, indices)), [0])
    if last not in chosen and clear(boxes, [*chosen, last]):
        chosen.append(last)
    return [(index, boxes[index].anchor) for index in chosen]


def clear(boxes, indices):
    return all(boxes[later].clears(boxes[earlier]) for earlier, later in pairwise(indices))


def box_at(place, text, width):
    """Return the Box of words centred on a place, or beside it where they would leave the chart."""
    length = len(text) * LETTER
    if place - length / 2 < -SPILL_LEFT:
        return Box(place, place + length, "start")
    if place + length / 2 > width + SPILL_RIGHT:
        return Box(place - length, place, "end")
    return Box(place - length / 2, place + length / 2, "middle")


def stacked(places, labels, width, most):
    """Return (anchor, row from 0) of each label in rising order of place, none over another.

    The row is None where `most` rows do not suffice.
    """
    last_in_row, found = [], []
    for place, text in zip(places, labels, strict=True):
        box = box_at(place, text, width)
        row = next((i for i, last in enumerate(last_in_row) if box.clears(last)), len(last_in_row))
        if row < most:
            last_in_row[row : row + 1] = [box]
        found.append((box.anchor, row if row < most else None))
    return found


def apart(places, gap, lowest):
    """Return rising places moved so that each is `gap` from the next and none is over `lowest`."""
    moved = []
    for place in places:
        moved.append(max(place, moved[-1] + gap) if moved else place)
    limit = lowest
    for index in reversed(range(len(moved))):
        moved[index] = min(moved[index], limit)
        limit = moved[index] - gap
    return moved
