"""The journey that the product is for, walked from end to end by keyboard alone."""

import pytest

from tests.browser.keyboard import Keyboard

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def hands(request, open_page, live_server):
    """Somebody at a keyboard, in a browser with JavaScript and in one without."""
    return Keyboard(open_page(java_script_enabled=request.param), live_server.url)


def test_an_update_and_a_moved_date_reach_the_dashboard_by_keyboard_alone(
    hands, activity, finance_officer, finance_chief, chief_executive
):
    hands.sign_in(finance_officer)
    hands.follow("My work")
    hands.follow(f"Say how it is going: {activity.reference}")
    hands.choose("On track")
    hands.write("What has happened", "The draft budget went to the panel.")
    hands.press("Send for approval")
    assert "Sent for approval" in hands.reads()
    hands.press("Sign out")

    hands.sign_in(finance_chief)
    hands.follow("Read and approve")
    hands.tick(activity.title)
    hands.press("Approve chosen")
    assert "1 draft is now in the record" in hands.reads()
    hands.follow("My work")
    hands.follow(activity.title)
    assert "The draft budget went to the panel." in hands.reads()
    hands.follow("Ask to move the date")
    hands.write("Day", "30")
    hands.write("Month", "6")
    hands.write("Year", "2021")
    hands.choose("Funding")
    hands.write("The reason, in words", "The grant is announced in May.")
    hands.press("Ask for this move")
    hands.press("Sign out")

    hands.sign_in(chief_executive)
    hands.follow("Read and approve")
    hands.tick(activity.title)
    hands.press("Approve chosen")
    hands.follow("Plan")
    hands.follow("1 whose date has moved")
    row = hands.row(activity.title)
    assert "30 June 2021" in row
    assert "first said 31 Mar 2021, moved once" in row
