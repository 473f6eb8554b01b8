"""A headless Chromium, and the demonstration for people of each role to look at."""

import re
from functools import cache

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.watching import HEIGHT, WIDE, Watched
from tests.chromium import find_chromium, launch
from tests.demonstration import served_demonstration, sign_in

ACCOUNTS = {
    "panel": "panel.member",
    "staff": "communications.officer",
    "owner": "deputy.chief.executive",
    "accountable": "chief.executive",
    "administrator": "administrator",
}
"""{role of the access matrix: who plays it in the demonstration}."""


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for all tests of this process."""
    if not find_chromium():
        pytest.skip("no Chromium: install it, or say in CHROMIUM where it is")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps a loop in this thread, which Django takes for an asynchronous caller.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium):
    """A maker of pages, each in a profile of its own."""
    contexts = []

    def make(**options):
        options = {"viewport": {"width": WIDE, "height": HEIGHT}, "locale": "en-GB", **options}
        contexts.append(chromium.new_context(**options))
        contexts[-1].set_default_timeout(10_000)
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """The address of the demonstration, which these tests only read."""
    with served_demonstration(tmp_path_factory.mktemp("demonstration")) as url:
        yield url


@pytest.fixture(scope="session")
def profile_of(chromium, demonstration):
    """role -> what a browser keeps of its sign-in. Each role signs in once."""

    @cache
    def profile_of(role):
        context = chromium.new_context()
        if role != "anonymous":
            sign_in(context.new_page(), demonstration, ACCOUNTS[role])
        profile = context.storage_state()
        context.close()
        return profile

    return profile_of


@pytest.fixture
def watch(open_page, demonstration, profile_of):
    """A maker of watched pages, signed in to the demonstration as a role."""

    def make(role="anonymous", **options):
        return Watched(open_page(storage_state=profile_of(role), **options), demonstration)

    return make


@pytest.fixture(scope="session")
def things(chromium, demonstration, profile_of):
    """{kind: key}, found by following links: what the owner leads, has said and is writing."""
    context = chromium.new_context(storage_state=profile_of("owner"))
    page = context.new_page()

    def key(path, pattern):
        page.goto(f"{demonstration}{path}")
        return int(re.search(rf"{pattern}(\d+)/", page.content())[1])

    draft = key("/", "/drafts/")
    activity = key(f"/drafts/{draft}/", "/activities/")
    found = {
        "drafts": draft,
        "activities": activity,
        "plans": key("/plans/", "/plans/"),
        **{
            kind: key(f"/activities/{activity}/", f"/{kind}/")
            for kind in ("record", "owners", "priorities")
        },
    }
    context.close()
    return found
