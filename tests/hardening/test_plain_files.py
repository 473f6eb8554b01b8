"""Whom to tell of a hole, and what search engines leave alone."""

import datetime as dt
from urllib.robotparser import RobotFileParser

import pytest
from django.urls import reverse

from tests.access.addresses import OPEN_TO_STRANGERS

SECURITY = "/.well-known/security.txt"


@pytest.fixture
def at_work(settings, office):
    """An office that has said whom to tell, with no clock of its own."""
    office.is_demonstration, office.clock_offset = False, dt.timedelta(0)
    office.save()
    settings.SECURITY_CONTACT = "security@plan.example.org"
    settings.SITE_URL = "https://plan.example.org"
    return settings


def fields(response):
    lines = response.content.decode().splitlines()
    return dict(line.split(": ", 1) for line in lines)


def test_whoever_finds_a_hole_learns_whom_to_tell(client, at_work):
    response = client.get(SECURITY)

    told = fields(response)
    ends = dt.datetime.fromisoformat(told.pop("Expires"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert told == {
        "Contact": "mailto:security@plan.example.org",
        "Preferred-Languages": "en",
        "Canonical": f"https://plan.example.org{SECURITY}",
    }
    left = ends - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=88) < left < dt.timedelta(days=365)


def test_a_demonstration_in_another_year_is_not_out_of_date(client, at_work, office, now):
    office.is_demonstration = True
    office.set_clock(now)
    office.save()

    ends = dt.datetime.fromisoformat(fields(client.get(SECURITY))["Expires"])

    assert ends > dt.datetime.now(dt.UTC)


@pytest.mark.parametrize("contact", ["https://plan.example.org/security", "mailto:a@example.org"])
def test_a_contact_with_its_scheme_stays_as_it_is(client, at_work, contact):
    at_work.SECURITY_CONTACT = contact

    assert fields(client.get(SECURITY))["Contact"] == contact


def test_an_office_that_names_nobody_has_no_such_file(client, office):
    assert client.get(SECURITY).status_code == 404


@pytest.fixture
def robot(client, office):
    parser = RobotFileParser()
    parser.parse(client.get("/robots.txt").content.decode().splitlines())
    return lambda path: parser.can_fetch("AnyBot", path)


@pytest.mark.parametrize(
    "path", ["/packs/", "/packs/1/", "/data/", "/statuses/", "/accessibility/"]
)
def test_search_engines_may_show_what_is_public(robot, path):
    assert robot(path)


@pytest.mark.parametrize(
    "path",
    ["/", "/sign-in/", "/admin/", "/plans/1/", "/health/", "/calendar/secret.ics", "/api/v1/"],
)
def test_search_engines_leave_the_rest_alone(robot, path):
    assert not robot(path)


def test_what_search_engines_may_show_is_open_to_everybody():
    from opcc.office.plain_files import OPEN

    assert set(OPEN) <= OPEN_TO_STRANGERS
    assert reverse("governance:pack-list") == "/packs/"
