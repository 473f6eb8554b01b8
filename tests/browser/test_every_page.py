"""Every page of the demonstration in Chromium, as each role, on a desk and on a narrow screen."""

import pytest

from tests.access.addresses import GET
from tests.access.conftest import path_of
from tests.access.roles import OK, ROLES

pytestmark = pytest.mark.browser

STATES = [
    "/plans/{plans}/?as_at=2020-09-30",
    "/plans/{plans}/?as_at=yesterday",
    "/plans/{plans}/activities/?watch=attention&sort=due",
    "/plans/{plans}/activities/?q=nothing+has+these+words",
    "/plans/{plans}/changes/?start=2020-06-01&end=2020-09-30",
    "/activities/{activities}/?all=1",
    "/contracts/?state=open&ends=12&sort=-value",
    "/contracts/?q=nothing+has+these+words",
    "/measures/?q=nothing+has+these+words",
    "/thread/?kind=nothing",
    "/search/?q=victims",
    "/search/?q=nothing+has+these+words",
]
"""Pages that look otherwise than when they are first opened."""

FILES = {
    *("governance:meeting-calendar", "governance:pack-calendar", "governance:pack-record"),
    *("plans:activity-calendar", "plans:evidence-file", "portal:calendar-feed"),
    *("office:robots-txt", "portal:health-live", "portal:health-ready"),
}
ENDINGS = ("-csv", "-xlsx", "-json", "-pdf", "-docx")

UNSOUND = """() => {
  const main = document.querySelector("main")
  main.insertAdjacentHTML("beforeend", `
    <img src="/nowhere.png"><p style="width: 2000px">wide</p><svg width="2000" height="9"></svg>`)
  console.error("something went wrong")
  fetch("http://elsewhere.example/").catch(() => {})
}"""

MOVING = """() => [...document.querySelectorAll("*")]
  .filter(part => parseFloat(getComputedStyle(part).transitionDuration) > 0)
  .concat(document.getAnimations().map(animation => animation.effect.target))
  .map(part => part.outerHTML.slice(0, 90))"""


@pytest.fixture
def every_key(things, registers, of_panel, intake):
    """role -> {kind: key} of what the role's pages are about."""

    def every_key(role):
        read = of_panel if role == "panel" else {}
        return {**things, **registers, **read, "intakes": intake}

    return every_key


@pytest.fixture(scope="module")
def seen():
    """Pages looked at already: most are the same for several roles."""
    return set()


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_is_sound_at_every_width(watch, every_key, seen, role):
    reader = watch(role)
    keys = every_key(role)
    names = [n for n, answers in GET.items() if answers[role] == OK and not is_file(n)]

    for name in names:
        reader.open(path_of(name, keys))
        reader.examine(seen)

    reader.judge()


def is_file(name):
    """Whether the address answers with a file to keep, which is no page."""
    is_of_interface = name.startswith("api:") and name not in ("api:data", "api:dictionary")
    return is_of_interface or name.endswith(ENDINGS) or name in FILES


def test_past_days_filters_and_searches_are_sound_at_every_width(watch, things):
    reader = watch("staff")

    for state in STATES:
        reader.open(state.format(**things))
        reader.examine()

    reader.judge()


@pytest.mark.parametrize("page", ["update", "move-date", "reword"])
def test_a_form_that_complains_is_sound_at_every_width(watch, things, page):
    reader = watch("accountable")
    reader.open(f"/activities/{things['free']}/{page}/")
    for field in reader.page.get_by_role("textbox").all():
        field.fill("")

    reader.page.locator("main button.govuk-button").first.click()
    reader.page.get_by_role("heading", name="There is a problem").wait_for()
    reader.examine()

    reader.judge()


@pytest.mark.parametrize(("role", "refused"), [("panel", 404), ("staff", 403)])
def test_a_refusal_is_sound_at_every_width(watch, things, role, refused):
    reader = watch(role)

    reader.open(path_of("plans:activity-update", things), status=refused)
    reader.examine()

    reader.judge()


def test_the_dashboard_is_sound_in_the_colours_of_its_reader(watch, things):
    reader = watch("accountable", forced_colors="active")

    reader.open(path_of("plans:plan-detail", things))
    # axe reads the colours of the style sheet; the ones shown are the reader's own.
    reader.examine(exempt=["color-contrast"])

    reader.judge()


def test_nothing_on_the_dashboard_moves_for_a_reader_who_wants_no_motion(watch, things):
    reader = watch("accountable", reduced_motion="reduce")

    reader.open(path_of("plans:plan-detail", things))

    reader.judge()
    assert reader.page.evaluate(MOVING) == []


def test_an_unsound_page_is_found_out(watch):
    reader = watch()
    reader.open("/accessibility/")

    reader.page.evaluate(UNSOUND)
    reader.page.wait_for_load_state("networkidle")
    reader.examine()

    complaints = "\n".join(reader.complaints)
    for sign in (
        "404: ",
        "console: something went wrong",
        "console: Content security policy: style-src-attr inline",
        "console: Content security policy: connect-src http://elsewhere.example",
        "scrolls sideways: ",
        "axe at 1280: image-alt",
        "axe at 320: image-alt",
    ):
        assert sign in complaints
