"""The pages of faults and refusals in Chromium: sound at every width, and quiet."""

import pytest

from tests.browser.watching import Watched
from tests.hardening.servers import served

pytestmark = pytest.mark.browser

FAULTS = {
    "bad": 400,
    "forbidden": 403,
    "nothing": 404,
    "quicker": 409,
    "large": 413,
    "often": 429,
    "broken": 500,
    "away": 503,
}


@pytest.fixture(scope="module")
def failing_site(tmp_path_factory):
    """The address of a site that fails in every way, with DEBUG off."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.hardening.failing_settings"}
    with served(tmp_path_factory.mktemp("failing"), **settings) as (url, _):
        yield url


@pytest.mark.parametrize(("fault", "status"), FAULTS.items())
def test_the_page_of_a_fault_is_sound_at_every_width(open_page, failing_site, fault, status):
    reader = Watched(open_page(), failing_site)

    reader.open(f"/fail/open/{fault}/", status=status)
    reader.examine()

    reader.judge()


def test_a_browser_gives_back_what_was_typed_where_sending_it_failed(open_page, failing_site):
    page = open_page(java_script_enabled=False)
    page.goto(f"{failing_site}/fail/open/form/")
    page.locator("textarea").fill("The steel has come.")

    page.get_by_role("button", name="Send").click()

    page.get_by_role("heading", name="Service unavailable").wait_for()
    assert page.get_by_text("The steel has come.").is_visible()
