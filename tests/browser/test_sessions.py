"""What a browser does that a test client does not: sessions that end, two clicks, Back."""

import pytest
from django.contrib.sessions.models import Session

from plans.models import Draft, Entry
from tests.factories import PASSWORD
from tests.governance.packs import published

pytestmark = pytest.mark.browser

WORDS = "The draft budget went to the panel."


def sign_in(page, user, path):
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{path}")


@pytest.fixture
def open_form(live_server, activity):
    """Opens the form of an update as somebody, filled in and not yet sent."""

    def fill(page, user):
        path = f"/activities/{activity.pk}/update/"
        page.goto(f"{live_server.url}{path}")
        sign_in(page, user, path)
        page.get_by_label("On track").check()
        page.get_by_label("What has happened").fill(WORDS)
        return path

    return fill


def test_what_was_typed_is_given_back_after_the_session_had_ended(
    open_page, open_form, finance_officer
):
    page = open_page()
    path = open_form(page, finance_officer)
    Session.objects.all().delete()

    page.get_by_role("button", name="Send for approval").click()
    sign_in(page, finance_officer, path)

    assert page.get_by_role("heading", name="Not sent yet").is_visible()
    assert page.get_by_label("What has happened").input_value() == WORDS
    assert page.get_by_label("On track").is_checked()

    page.get_by_role("button", name="Send for approval").click()
    page.get_by_text("Sent for approval").wait_for()
    assert Draft.objects.get().proposal["narrative"] == [WORDS]


@pytest.mark.parametrize("javascript", [True, False])
def test_two_clicks_on_send_make_one_line(
    open_page, open_form, activity, finance_chief, javascript
):
    page = open_page(java_script_enabled=javascript)
    open_form(page, finance_chief)

    page.get_by_role("button", name="Save to the record").dblclick()
    page.get_by_text(WORDS).first.wait_for()

    assert activity.entries.filter(kind=Entry.Kind.UPDATED).count() == 1


def test_back_shows_nothing_private_after_sign_out(
    open_page, live_server, activity, finance_officer
):
    page = open_page()
    path = f"/activities/{activity.pk}/"
    page.goto(f"{live_server.url}{path}")
    sign_in(page, finance_officer, path)
    assert activity.title in page.content()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")

    page.go_back()

    assert page.get_by_role("heading", name="Sign in").is_visible()
    assert activity.title not in page.content()


@pytest.mark.parametrize("page_of", ["activity", "pack"])
def test_back_shows_nothing_private_after_the_session_has_ended(
    open_page, live_server, plan, activity, chief_executive, page_of
):
    """Nothing was cleared then, as signing out does: the page itself must not have been kept."""
    seen = activity if page_of == "activity" else published(plan)
    page, path = open_page(), seen.get_absolute_url()
    page.goto(f"{live_server.url}/sign-in/?next={path}")
    sign_in(page, chief_executive, path)
    shown = page.get_by_role("heading", level=1).inner_text()
    Session.objects.all().delete()
    page.goto(f"{live_server.url}/statuses/")

    page.go_back()

    assert page.get_by_role("heading", name=shown).count() == 0
    assert chief_executive.name not in page.content()
