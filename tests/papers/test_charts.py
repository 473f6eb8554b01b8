"""Charts in papers are the pages' own, and stand alone: no style sheet, script or address."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from opcc.office.papers.pictures import png
from plans import xmr
from plans.charts import bar
from plans.papers import colours
from plans.papers.charts import bar_picture, bar_svg
from plans.papers.xmr_charts import xmr_picture, xmr_svg
from plans.statuses import SHOWN_ORDER
from plans.xmr_chart import draw
from tests.papers.reading import opened, structure
from tests.papers.samples import paper

ROOT = Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"
COUNTS = [("on_track", 30), ("at_risk", 7), ("off_track", 2), ("silent", 9)]
ALL = [(code, 5) for code in SHOWN_ORDER]
VALUES = [52, 50, 55, 49, 51, 53, 50, 52, 48, 51, 50, 54, 53, 80, 52, 51, 70, 71, 72, 70, 95]
LABELS = [f"Month {number}" for number in range(len(VALUES))]


def drawing():
    analysis = xmr.analyse(VALUES, breaks=(16,), better="lower", target=60)
    return draw(analysis, 60, labels=LABELS)


def charts():
    return {
        "bar": bar_svg(bar(COUNTS), 48),
        "every status": bar_svg(bar(ALL), 35),
        "small bar": bar_svg(bar(COUNTS), 48, "small"),
        "XmR chart": xmr_svg(drawing()),
    }


def numbers(text):
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def words(svg):
    return ["".join(text.itertext()) for text in etree.fromstring(svg).iter(f"{SVG}text")]


def pixels_of(picture):
    """The Image that a Picture becomes, and how many of its pixels a pixel of the drawing takes."""
    image = Image.open(BytesIO(png(picture))).convert("RGB")
    return image, image.width / 640


def hexadecimal(pixel):
    return "#{:02x}{:02x}{:02x}".format(*pixel)


# --- Alone --------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["bar", "every status", "small bar", "XmR chart"])
def test_a_chart_needs_nothing_but_itself(name):
    svg = charts()[name]

    root = etree.fromstring(svg)
    kinds = {etree.QName(element).localname for element in root.iter()}
    attributes = {(key, value) for element in root.iter() for key, value in element.attrib.items()}
    assert kinds <= {"svg", "g", "rect", "path", "line", "polyline", "circle", "text", "tspan"}
    assert {key for key, _ in attributes} & {"style", "id", "href", "onload"} == set()
    assert not [
        value for _, value in attributes if "%" in value or "//" in value or "url(" in value
    ]
    assert re.findall(r"https?://\S+?(?=\")", svg) == ["http://www.w3.org/2000/svg"]
    assert root.get("width") == "640"
    assert root.get("viewBox") == f"0 0 640 {root.get('height')}"


def test_the_colours_are_those_of_the_pages():
    settings = (ROOT / "static" / "scss" / "_settings.scss").read_text()
    named = dict(re.findall(r"^\$([\w-]+): (#\w+);", settings, re.MULTILINE))
    blocks = re.findall(r'"(\w+)": \(\s*fill: ([^,]+),\s*word: ([^,]+),', settings)

    fills = {code: named.get(fill.lstrip("$"), fill) for code, fill, _ in blocks}
    shades = {code: named.get(word.lstrip("$"), word) for code, _, word in blocks}
    assert {str(code): fill for code, fill in colours.FILLS.items()} == fills
    assert {str(code): word for code, word in colours.WORDS.items()} == shades
    assert (named["ink"], named["text"]) == (colours.INK, colours.TEXT)


def test_the_colours_of_xmr_charts_are_those_of_the_pages():
    sheet = (ROOT / "static" / "scss" / "_xmr.scss").read_text()
    named = dict(re.findall(r"^\$([\w-]+): (#\w+);", sheet, re.MULTILINE))

    assert named == {
        "concern": colours.CONCERN,
        "neutral": colours.NEUTRAL,
        "curve": colours.CURVE,
        "limit": colours.LIMIT,
    }


# --- Bars ---------------------------------------------------------------------------------------
def test_a_bar_is_as_long_as_its_parts():
    root = etree.fromstring(charts()["every status"])

    parts = [r for r in root.iter(f"{SVG}rect") if r.get("height") == "44" and not r.get("y")]
    widths = [float(r.get("width")) for r in parts if float(r.get("width")) > 3]
    assert sum(widths) == pytest.approx(640, abs=0.5)


def test_a_bar_says_its_counts_and_each_status_in_words():
    assert words(charts()["bar"]) == [
        *("30", "7", "2", "9", "9"),
        *("On track30 of 48", "At risk7 of 48", "Off track2 of 48", "No update received9 of 48"),
    ]


def test_a_small_bar_has_no_key():
    assert words(charts()["small bar"]) == ["30", "7", "2", "9", "9"]


def test_silence_is_hatched_within_its_part():
    parts = bar(COUNTS)
    silent = parts[-1]
    left, right = silent.start * 640 / 10_000, 640

    paths = etree.fromstring(bar_svg(parts, 48)).iter(f"{SVG}path")
    [hatching] = [p for p in paths if p.get("stroke") == colours.HATCH]
    points = numbers(hatching.get("d"))
    assert len(points) > 40
    assert all(left - 0.1 <= x <= right + 0.1 for x in points[::2])
    assert all(-0.1 <= y <= 44.1 for y in points[1::2])


def test_a_bar_is_read_out_as_its_headline_and_counts():
    picture = bar_picture(COUNTS, 48, headline="30 of 48 activities are on track.")

    assert picture.alternative == (
        "30 of 48 activities are on track. "
        "On track 30 of 48, At risk 7 of 48, Off track 2 of 48, No update received 9 of 48"
    )
    assert (picture.width, picture.height) == (480, 76)


def test_a_bar_of_nothing_is_none():
    with pytest.raises(ValueError, match="nothing to draw"):
        bar_picture([("on_track", 0)], 0)


def test_every_shape_and_fill_is_drawn_in_its_colour():
    picture = bar_picture(ALL, 35)
    parts = bar(ALL)

    image, scale = pixels_of(picture)

    for index, part in enumerate(parts):
        at = (part.start * 640 / 10_000 + 8) * scale, 2.5 * scale
        if part.code != "silent":
            assert hexadecimal(image.getpixel(at)) == colours.FILLS[part.code].replace(
                "#fff", "#ffffff"
            )
        left, top = index % 3 * 640 / 3, 54 + index // 3 * 24
        box = [round(edge * scale) for edge in (left, top, left + 17, top + 22)]
        shades = {hexadecimal(pixel) for _, pixel in image.crop(box).getcolors(10_000)}
        assert colours.WORDS[part.code] in shades


# --- XmR charts ---------------------------------------------------------------------------------
def test_an_xmr_chart_shows_every_point_line_and_word_of_the_page():
    drawn = drawing()
    wide = next(writing for writing in drawn.writings if writing.page == "wide")

    svg = xmr_svg(drawn)

    root = etree.fromstring(svg)
    marks = [g for g in root.iter(f"{SVG}g") if g.get("stroke")]
    assert len(list(root.iter(f"{SVG}polyline"))) == len(drawn.curves) == 2
    assert len(marks) == len(drawn.dots) + len(drawn.key)
    assert set(words(svg)) == {
        *(tick.text for tick in drawn.ticks),
        *(label.text for label in wide.periods),
        *(tag.text for tag in drawn.tags),
        *(item.words for item in drawn.key),
        *(said for _, said in drawn.figures),
        *("From Month 16", "Limits begin again"),
    }


def test_an_xmr_chart_stays_within_its_picture():
    root = etree.fromstring(charts()["XmR chart"])

    places = [
        *(float(line.get(end, 0)) for line in root.iter(f"{SVG}line") for end in ("x1", "x2")),
        *(x for each in root.iter(f"{SVG}polyline") for x in numbers(each.get("points"))[::2]),
    ]
    assert min(places) >= 0
    assert max(places) <= 640 - 150


def test_the_curve_passes_through_the_points():
    drawn = drawing()

    root = etree.fromstring(xmr_svg(drawn))
    curves = [each.get("points").split() for each in root.iter(f"{SVG}polyline")]
    dots = {
        ",".join(re.findall(r"[\d.]+", g.get("transform")))
        for g in root.iter(f"{SVG}g")
        if g.get("transform") and g.find(f"{SVG}g") is not None
    }
    missing = [point for curve in curves for point in curve if not near(point, dots)]
    assert missing == []


def near(point, dots):
    x, y = numbers(point)
    return any(abs(x - a) <= 0.2 and abs(y - b) <= 0.2 for a, b in map(numbers, dots))


def test_the_points_are_drawn_where_they_are():
    drawn = drawing()
    picture = xmr_picture(drawn, "Worse than usual.", "Calls")

    image, scale = pixels_of(picture)

    [last] = [dot for dot in drawn.dots if dot.is_last]
    left, right = drawn.gutter * 8 + 10, 490
    place = left + float(last.x.rstrip("%")) / 100 * (right - left), float(last.y)
    at = [round(edge * scale) for edge in place]
    assert (last.kind, hexadecimal(image.getpixel(tuple(at)))) == ("concern", colours.CONCERN)


# --- In a paper ---------------------------------------------------------------------------------
def test_charts_are_drawn_in_a_paper():
    pictures = [bar_picture(COUNTS, 48), xmr_picture(drawing(), "Worse than usual.")]

    pdf = opened(paper(*pictures))

    assert [figure.alternative for figure in structure(pdf).all("Figure")] == [
        pictures[0].alternative,
        "Worse than usual.",
    ]
