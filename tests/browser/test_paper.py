"""Pages that are handed round on paper."""

import re

import pytest

from tests.access.conftest import path_of

pytestmark = pytest.mark.browser

PAGES = ["plans:plan-detail", "portal:elt", "plans:activity-detail"]
A4 = pytest.approx((595, 842), abs=1)
"""Width and height in points."""

FOR_SCREENS = "nav, footer, form, button, .govuk-button, .govuk-skip-link"


@pytest.mark.parametrize("name", PAGES)
def test_paper_has_the_words_and_nothing_to_click(watch, things, name):
    reader = watch("accountable")
    reader.open(path_of(name, things))

    reader.page.emulate_media(media="print")

    shown = [part for part in reader.page.locator(FOR_SCREENS).all() if part.is_visible()]
    assert [part.evaluate("part => part.outerHTML.slice(0, 90)") for part in shown] == []
    assert reader.page.locator("h1").is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_paper_is_a4_and_not_wider(watch, things, name):
    reader = watch("accountable")
    reader.open(path_of(name, things))

    paper = reader.page.pdf(prefer_css_page_size=True)

    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert boxes
    assert all((float(width), float(height)) == A4 for width, height in boxes)
