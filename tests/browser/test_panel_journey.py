"""What a member of the panel comes for, from signing in to what changed, by keyboard alone."""

import pytest

from tests.browser.keyboard import Keyboard
from tests.governance.reading import two_packs

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def hands(request, open_page, live_server):
    """Somebody at a keyboard, in a browser with JavaScript and in one without."""
    return Keyboard(open_page(java_script_enabled=request.param), live_server.url)


def test_a_member_reads_the_newest_pack_an_activity_and_what_changed(
    hands, plan, activity, chief_executive, panel_member
):
    two_packs(plan, activity)

    hands.sign_in(panel_member)
    hands.follow("Packs")
    hands.follow("17 December 2020")
    assert "at risk" in hands.reads()
    hands.follow(activity.title)
    assert "Two posts are vacant." in hands.reads()
    assert "Steel is ordered." in hands.reads()

    hands.follow("Packs")
    hands.follow("Compare two packs")
    hands.press("Compare these packs")
    row = hands.row(activity.title)
    assert "On track" in row
    assert "At risk" in row
    assert "Two posts are vacant." in row
