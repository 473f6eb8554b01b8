"""The colours of drawings that stand alone, where no style sheet reaches: those of the pages.

They are in static/scss/ as well, and a test holds the two together.
"""

from plans.statuses import SILENT, Status

TEXT = "#0b0c0c"
INK = "#12436d"
LINE_OF_GRID = "#e8edf1"
EDGE = "#6b7680"
HATCH = "#aab4bc"

FILLS = {
    Status.ON_TRACK: "#1d7a72",
    Status.AT_RISK: "#b64a12",
    Status.OFF_TRACK: "#801650",
    Status.COMPLETE: INK,
    Status.NOT_STARTED: "#6b7680",
    SILENT: "#fff",
    Status.WITHDRAWN: "#e8edf1",
}
"""What a part of a bar is filled with; white figures stand on all but the last two."""

WORDS = {
    Status.ON_TRACK: "#17655f",
    Status.AT_RISK: "#8f3a0d",
    Status.OFF_TRACK: "#801650",
    Status.COMPLETE: INK,
    Status.NOT_STARTED: "#484f55",
    SILENT: "#484f55",
    Status.WITHDRAWN: "#484f55",
}
"""The colour of a status's word and of the shape beside it."""

PALE = frozenset({SILENT, Status.WITHDRAWN})
"""Parts of a bar that need an edge, and dark figures."""

CONCERN = "#8f3a0d"
IMPROVEMENT = "#17655f"
NEUTRAL = "#4c2c6b"
CURVE = "#484f55"
LIMIT = "#6b7680"
