"""Charts that stand alone as SVG, for papers: the same drawing as on the pages.

Shapes are the pages' own templates. Sizes are numbers and looks are attributes, because no style
sheet reaches a drawing in a file, and not every program that draws one understands per cents.
"""

from django.template.loader import render_to_string

from opcc.office.papers.paper import Picture
from plans import charts
from plans.headline import counts_in_words
from plans.statuses import LABELS, SILENT
from plans.xmr_chart import written

from . import colours

WIDTH = 640
"""The width of every chart, in pixels, as it is drawn."""

POINTS = 0.75
"""Points to a pixel, so that words in a chart are as large as those beside it."""

KEY_ROW = 24
"""The height of a row of a key, in pixels."""

LEANING = 8.5
"""From one line of hatching to the next, in pixels."""


def picture(svg, alternative, height, caption=""):
    """Return a chart as a Picture for papers. height: in the pixels of its drawing."""
    return Picture(svg, alternative, round(WIDTH * POINTS), round(height * POINTS), caption)


# --- Bars of counts -----------------------------------------------------------------------------
HEIGHTS = {"large": 44, "small": 24}
GAPS = {"large": 3, "small": 2}

SHAPE, DIGIT = 20, 9
"""What a shape and the space after it take of a part, and each digit of its figure, in pixels."""


def bar_picture(counts, total, *, headline="Activities by status", size="large", caption=""):
    """Return the bar of an ordered list of (code, count) as a Picture.

    size: "large", with its key under it, or "small". headline: the sentence read out before the
    counts. Raises ValueError where every count is zero: there is nothing to see.
    """
    parts = charts.bar(counts)
    if not parts:
        raise ValueError("There is nothing to draw in this bar.")
    alternative = f"{headline.rstrip('.')}. {counts_in_words(counts, total)}"
    height = bar_height(parts, size)
    return picture(bar_svg(parts, total, size), alternative, height, caption)


def bar_svg(parts, total, size="large"):
    """Return the bar of some Parts (plans/charts.py) as the text of an SVG."""
    return drawn(
        "plans/papers/bar.svg",
        width=WIDTH,
        height=bar_height(parts, size),
        bar=HEIGHTS[size],
        size=size,
        parts=[part_of_bar(part, size) for part in parts],
        key=key_of_bar(parts, total) if size == "large" else (),
    )


def bar_height(parts, size):
    rows = -(-len(parts) // KEY_COLUMNS) if size == "large" else 0
    return HEIGHTS[size] + (10 + rows * KEY_ROW if rows else 0)


def part_of_bar(part, size):
    """Return where the pieces of one part stand, in pixels, and what they look like."""
    left, right = (pixels(edge) for edge in (part.start, part.start + part.width))
    height, gap = HEIGHTS[size], GAPS[size] if part.start else 0
    return {
        "code": part.code,
        "count": part.count,
        "x": written(left),
        "width": written(right - left),
        "fill": colours.FILLS[part.code],
        "hatching": hatching(left, right, height) if part.code == SILENT else "",
        "edge": edge_of(left + gap, right, height) if part.code in colours.PALE else None,
        "gap": gap,
        "colour": colours.TEXT if part.code in colours.PALE else "#fff",
        "label": label_of(part, left + gap, right, size),
    }


def label_of(part, left, right, size):
    """Return where a part's figure stands, and its shape in a large bar with room for both."""
    middle, half = (left + right) / 2, HEIGHTS[size] / 2
    both = SHAPE + DIGIT * part.digits
    has_shape = size == "large" and right - left >= both + 10
    return {
        "has_shape": has_shape,
        "shape_x": written(middle - both / 2),
        "shape_y": written(half - 7),
        "text_x": written(middle - both / 2 + SHAPE if has_shape else middle),
        "text_y": written(half + (5.7 if size == "large" else 4.7)),
    }


def edge_of(left, right, height):
    """Return the rectangle of a line of one pixel just within a part."""
    return {"x": written(left + 0.5), "width": written(right - left - 1), "height": height - 1}


def hatching(left, right, height):
    """Return the path of leaning lines across a part, cut off at its edges."""
    lines, foot = [], left + LEANING / 2
    while foot - height < right:
        start, end = max(left, foot - height), min(right, foot)
        if start < end:
            lines.append(
                f"M{written(start)} {written(foot - start)}L{written(end)} {written(foot - end)}"
            )
        foot += LEANING
    return "".join(lines)


KEY_COLUMNS = 3


def key_of_bar(parts, total):
    """Return where each status of a bar stands in the key under it."""
    across = WIDTH / KEY_COLUMNS
    return [
        {
            "code": part.code,
            "label": LABELS[part.code],
            "count": part.count,
            "total": total,
            "colour": colours.WORDS[part.code],
            "x": written(index % KEY_COLUMNS * across),
            "text_x": written(index % KEY_COLUMNS * across + 20),
            "y": HEIGHTS["large"] + 10 + index // KEY_COLUMNS * KEY_ROW,
            "text_y": HEIGHTS["large"] + 26 + index // KEY_COLUMNS * KEY_ROW,
        }
        for index, part in enumerate(parts)
    ]


def pixels(units):
    """Return hundredths of a per cent of a bar as pixels."""
    return units * WIDTH / charts.WHOLE


# --- Both ---------------------------------------------------------------------------------------
def drawn(template, **values):
    """Return a template of an SVG, rendered on one line."""
    return " ".join(render_to_string(template, values | {"colours": colours}).split())
