"""A headless Chromium, and the demonstration for people of each role to look at."""

import re
from functools import cache

import pytest
from django.core import signing
from playwright.sync_api import sync_playwright

from opcc.office.mail import stopping
from tests.browser.watching import HEIGHT, WIDE, Watched
from tests.chromium import find_chromium, launch
from tests.demonstration import served_demonstration, sign_in
from tests.legs import TEST_ENVIRONMENT

OWN_ROWS = {
    "actions": "/actions/?owner={owners}&state=open",
    "bodies": "/bodies/?owner={owners}",
    "contracts": "/contracts/?owner={owners}&state=running",
    "decisions": "/decisions/?owner={owners}",
    "grants": "/grants/?owner={owners}&published=no",
    "intentions": "/intentions/?owner={owners}",
    "measures": "/measures/?owner={owners}&q=Victims+satisfied",
    "meetings": "/meetings/?q=Criminal+Justice&when=all",
    "programmeitems": "/programme/?owner={owners}&state=chosen",
    "providers": "/providers/?owner={owners}",
    "publicationduties": "/publication/?owner={owners}",
    "recommendations": "/questions/?owner={owners}&source=internal_audit&state=open",
    "risks": "/risks/?owner={owners}&watch=open",
    "scrutinyitems": "/questions/?owner={owners}&source=panel&kind=question&state=open",
    "servicelevelagreements": "/agreements/?owner={owners}&state=current",
    "serviceplanitems": "/service-plans/?owner={owners}&state=open",
    "services": "/services/?owner={owners}",
    "sharedservices": "/shared-services/?owner={owners}",
    "strategies": "/strategies/?owner={owners}",
    "packs": "/packs/",
}
"""{kind: the list on which a row of the owner's stands first}."""

ACCOUNTS = {
    "panel": "panel.member",
    "staff": "communications.officer",
    "owner": "deputy.chief.executive",
    "accountable": "chief.executive",
    "administrator": "administrator",
}
"""{role of the access matrix: who plays it in the demonstration}."""

DOCUMENT = """\
Objective\tActivity\tOwner\tTimescale
1. Safer streets\tAsk residents what worries them\tChief Executive\tJune 2021
1. Safer streets\tOpen the second refuge\tHead of Refuges\tSpring
1. Safer streets\t\tChief Executive\t2021
"""
"""A plan to bring in: a row as it should be, an owner and a date nobody knows, an empty title."""

TABLES = {
    "contractimports": (
        "/contracts/import/",
        "Reference\tTitle\tProvider\tValue\nDEMO-99\tA helpline\tA new provider\ttwelve",
    ),
    "measureimports": (
        "/measures/import/",
        "Measure\tPeriod\tValue\nNobody knows it\tMarch 2021\t4\nNor it\tSpring\t5",
    ),
}
"""{kind: (where it is brought in, a table with a value to put right and a name nobody knows)}"""


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
        contexts[-1].set_default_timeout(30_000)
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
    """{kind: key}, found by following links: what the owner leads, has said and is writing.

    free: an activity that the accountable post leads, with no draft that waits.
    """
    context = chromium.new_context(storage_state=profile_of("owner"), base_url=demonstration)
    page = context.new_page()
    draft = key_on(page, "/", "drafts")
    activity = key_on(page, f"/drafts/{draft}/", "activities")
    of_activity = {
        kind: key_on(page, f"/activities/{activity}/", kind)
        for kind in ("record", "owners", "priorities")
    }
    plan = key_on(page, "/plans/", "plans")
    context.close()
    context = chromium.new_context(storage_state=profile_of("accountable"), base_url=demonstration)
    free = key_on(context.new_page(), "/", "activities")
    context.close()
    found = {"drafts": draft, "activities": activity, "plans": plan, "free": free}
    return {**found, **of_activity, "stops": stop_link()}


def stop_link():
    """What the address of a stop link ends with, as the demonstration's own server signs it."""
    key = TEST_ENVIRONMENT["SECRET_KEY"]
    signer = signing.Signer(key=key, salt=stopping.SALT, sep=".")
    return signer.sign_object([1, stopping.REMINDERS])


@pytest.fixture(scope="session")
def registers(chromium, demonstration, profile_of, things):
    """{kind: key} of rows that the owner answers for, in every register of governance."""
    context = chromium.new_context(storage_state=profile_of("owner"), base_url=demonstration)
    page = context.new_page()
    found = {kind: first_on(page, path.format(**things)) for kind, path in OWN_ROWS.items()}
    found |= of_commissioning(page, found, things)
    found["controls"] = key_on(page, f"/risks/{found['risks']}/", "controls")
    found["packdrafts"] = key_on(page, "/packs/", "packs/drafts")
    found["objectives"] = key_on(page, f"/packs/drafts/{found['packdrafts']}/", "objectives")
    found["papers"] = listed_paper(page, found["meetings"])
    context.close()
    return found


def of_commissioning(page, found, things):
    """{kind: key} of what the owner's contract and grants lead to, and of what is brought in."""
    page.goto("/scorecard/")
    scorecard = page.url.split("/")[-2]
    return {
        "reviews": key_on(page, f"/contracts/{found['contracts']}/", "reviews"),
        "grantmonths": month_on(page, "/commissioning/publication/", "grants"),
        "payments": item_of_spend(page, things["owners"]),
        "spendmonths": month_on(page, "/commissioning/publication/?year=2020", "spend"),
        "scorecards": int(scorecard),
        "limits": new_limits(page, found["measures"]),
        **{kind: brought(page, *table) for kind, table in TABLES.items()},
    }


def month_on(page, path, book):
    """The first month of a book that the page lets its reader publish."""
    page.goto(path)
    return re.search(rf"/publication/{book}/([0-9-]+)/publish/", page.content())[1]


def item_of_spend(page, owner):
    """The key of an item of spend that is added in a month without any other."""
    page.goto("/spend/add/")
    page.get_by_label("What was paid for").fill("Printing")
    page.get_by_label("Paid to").select_option(index=1)
    page.get_by_label("Amount").fill("620")
    for part, typed in (("Day", "4"), ("Month", "8"), ("Year", "2020")):
        page.get_by_label(part, exact=True).fill(typed)
    page.get_by_label("Why it is value for money").fill("It costs the least.")
    page.get_by_label("Owner").select_option(str(owner))
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/spend/\d+/$"))
    return int(page.url.split("/")[-2])


def new_limits(page, measure):
    """The key of limits that are begun anew for the measure."""
    page.goto(f"/measures/{measure}/rebase/")
    page.locator("[name=from_period]").fill("October 2019")
    page.locator("[name=words]").fill("A survey by telephone began.")
    page.locator("main button.govuk-button").first.click()
    page.wait_for_url(f"**/measures/{measure}/")
    return key_on(page, f"/measures/{measure}/", "limits")


def brought(page, path, table):
    """The key of a table that is brought in to be checked."""
    page.goto(path)
    page.get_by_label("Paste the table").fill(table)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile(rf"{path}[0-9a-f-]{{36}}/"))
    return page.url.split("/")[-2]


def first_on(page, path):
    """The key of the first row of a list."""
    return key_on(page, path, path.split("/")[1])


def listed_paper(page, meeting):
    """The key of a paper that is added to the meeting."""
    page.goto(f"/meetings/{meeting}/papers/add/")
    page.get_by_label("Title").fill("Agenda")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/meetings/{meeting}/")
    return key_on(page, f"/meetings/{meeting}/", "papers")


def key_on(page, path, kind):
    """The key of the first thing of this kind that the page links to."""
    page.goto(path)
    return int(re.search(rf"/{kind}/(\d+)/", page.content())[1])


@pytest.fixture(scope="session")
def of_panel(chromium, demonstration, profile_of):
    """{kind: key} of rows that a panel member reads, whoever answers for them."""
    context = chromium.new_context(storage_state=profile_of("panel"), base_url=demonstration)
    page = context.new_page()
    lists = {"meetings": "/meetings/?when=all", "programmeitems": "/programme/"}
    found = {kind: first_on(page, path) for kind, path in lists.items()}
    found["accesskeys"] = new_key(page)
    context.close()
    return found


def new_key(page):
    """The key of a calendar key that its reader makes."""
    page.goto("/account/keys/make/")
    page.get_by_label("A calendar of the panel’s meetings", exact=True).check()
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Make the key").click()
    page.get_by_role("heading", name="My phone").wait_for()
    return key_on(page, "/account/keys/", "keys")


@pytest.fixture(scope="session")
def intake(chromium, demonstration, profile_of):
    """The key of a document that the administrator brought, with answers to check."""
    context = chromium.new_context(
        storage_state=profile_of("administrator"), base_url=demonstration
    )
    page = context.new_page()
    page.goto("/imports/")
    page.get_by_label("Title of the plan").fill("Delivery Plan 2021 to 2022")
    page.get_by_label("Year it starts in").fill("2021")
    page.get_by_label("Paste the plan's table").fill(DOCUMENT)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile(r"/imports/[0-9a-f-]{36}/"))
    key = page.url.split("/")[-2]
    context.close()
    return key
