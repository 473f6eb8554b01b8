"""XmR charts that stand alone as SVG: the Drawing that the pages show, with its words and key."""

from plans.xmr_chart import ACROSS, written

from . import colours
from .charts import KEY_ROW, WIDTH, drawn, picture

ROOM_FOR_TAGS = 150
"""What stands free at the right for the names and values of today's lines, in pixels."""

LETTER = 8
"""The width of a figure on the scale, in pixels."""

KEY_COLUMNS = 2

DOTS = {
    "usual": {"fill": colours.CURVE, "stroke": "#fff", "width": 1},
    "concern": {"fill": colours.CONCERN, "stroke": "#fff", "width": 1},
    "improvement": {"fill": "#fff", "stroke": colours.IMPROVEMENT, "width": 2},
    "neutral": {"fill": "#fff", "stroke": colours.NEUTRAL, "width": 1.8},
}

LINES = {
    "mean": {"stroke": colours.INK, "width": 2, "dashes": ""},
    "limit": {"stroke": colours.LIMIT, "width": 1.5, "dashes": "7 4"},
    "near": {"stroke": colours.LIMIT, "width": 1.5, "dashes": "1.5 4"},
    "target": {"stroke": colours.TEXT, "width": 2, "dashes": "14 4 2 4"},
    "break": {"stroke": colours.TEXT, "width": 1.5, "dashes": "2 3"},
}


def xmr_picture(drawing, description, caption=""):
    """Return a Drawing as a Picture. description: what it shows, from `xmr_words.description`."""
    return picture(xmr_svg(drawing), description, xmr_height(drawing), caption)


def xmr_svg(drawing):
    """Return a Drawing (plans/xmr_chart.py) as the text of an SVG, its key under it."""
    plot = Across(drawing)
    return drawn(
        "plans/papers/xmr.svg",
        width=WIDTH,
        height=xmr_height(drawing),
        drawing=drawing,
        plot=plot,
        lines=[LINES[line.kind] | plot.ends(line) | {"y": line.y} for line in drawing.lines],
        curves=[plot.curve(points) for points in drawing.curves],
        fine="1" if drawing.is_crowded else "1.5",
        dots=[plot.dot(dot) for dot in drawing.dots],
        breaks=[plot.broken(each) for each in plot.writing.breaks] if plot.writing else (),
        breaking=LINES["break"],
        periods=[plot.label(each) for each in plot.writing.periods] if plot.writing else (),
        tags=[plot.label(tag, aside=8) for tag in drawing.tags],
        key=key_of(drawing),
    )


def xmr_height(drawing):
    rows = -(-len(list(signs(drawing))) // KEY_COLUMNS)
    return drawing.height + 6 + rows * KEY_ROW


class Across:
    """Shares of the width of a plot, as pixels of the whole chart."""

    def __init__(self, drawing):
        self.left = drawing.gutter * LETTER + 10 if drawing.gutter else 0
        self.right = WIDTH - (ROOM_FOR_TAGS if drawing.tags else 0)
        wide = [writing for writing in drawing.writings if writing.page == "wide"]
        self.writing = wide[0] if wide else None

    def pixels(self, percent):
        """Return a length such as "12.5%" as text in pixels."""
        return self.at(float(percent.rstrip("%")) / 100)

    def at(self, share):
        return written(self.left + share * (self.right - self.left))

    def ends(self, line):
        return {"x1": self.pixels(line.x1), "x2": self.pixels(line.x2)}

    def curve(self, points):
        pairs = (pair.split(",") for pair in points.split())
        return " ".join(f"{self.at(float(x) / ACROSS)},{y}" for x, y in pairs)

    def dot(self, dot):
        return DOTS[dot.kind] | {
            "kind": dot.kind,
            "way": dot.way,
            "x": self.pixels(dot.x),
            "y": dot.y,
        }

    def label(self, label, aside=0):
        x = written(float(self.pixels(label.x)) + aside)
        return {"x": x, "y": label.y, "anchor": label.anchor, "text": label.text}

    def broken(self, each):
        label = self.label(each.label) if each.label else None
        return {"x": self.pixels(each.x), "y": each.y, "label": label}


# --- The key ------------------------------------------------------------------------------------
def key_of(drawing):
    """Return each sign of a chart and its words, with the place where they stand."""
    across = WIDTH / KEY_COLUMNS
    return [
        sign | {"x": written(index % KEY_COLUMNS * across), "y": foot_of(drawing, index)}
        for index, sign in enumerate(signs(drawing))
    ]


def foot_of(drawing, index):
    return written(drawing.height + 18 + index // KEY_COLUMNS * KEY_ROW)


def signs(drawing):
    """Yield the signs of a chart in the order of the pages: points, lines, breaks."""
    for item in drawing.key:
        yield {"words": item.words, "dot": DOTS[item.kind], "kind": item.kind, "way": item.way}
    for kind, words in drawing.figures:
        yield {"words": words, "line": LINES[kind]}
    if drawing.is_broken:
        yield {"words": "Limits begin again", "break": LINES["break"]}
