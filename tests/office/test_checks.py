"""What the check before an office goes to work says of its mail, its door and its figures."""

import pytest
from django.core.checks import run_checks


@pytest.fixture
def at_work(settings):
    settings.DEVELOPMENT, settings.SENDS_MAIL = False, True
    settings.MAIL_LACKS = ["SITE_URL"]
    settings.SITE_URL = "https://a-guess.example.org"
    return settings


def doubts(number="office.W001"):
    found = run_checks(include_deployment_checks=True)
    return [doubt.msg for doubt in found if doubt.id == number]


def test_mail_that_would_go_out_with_guessed_addresses_is_doubted(at_work):
    assert doubts() == ["Mail is sent, and SITE_URL is not set."]


def test_an_office_that_says_both_is_not_doubted(at_work):
    at_work.MAIL_LACKS = []

    assert doubts() == []


@pytest.mark.parametrize(("name", "value"), [("DEVELOPMENT", True), ("SENDS_MAIL", False)])
def test_where_no_mail_is_sent_in_earnest_nothing_is_doubted(at_work, name, value):
    setattr(at_work, name, value)

    assert doubts() == []


def test_an_office_without_a_mail_server_is_told_what_it_does_without(at_work):
    at_work.SENDS_MAIL = False

    assert doubts("office.W003") == ["No mail is sent: EMAIL_URL names no mail server."]


def test_processes_that_count_each_for_itself_are_doubted(at_work):
    at_work.METRICS_TOKEN, at_work.COUNTS_TOGETHER = "a-token", False

    assert doubts("office.W011") == ["METRICS_TOKEN is set, and PROMETHEUS_MULTIPROC_DIR is not."]


@pytest.mark.parametrize(("token", "together"), [("", False), ("a-token", True)])
def test_an_office_that_measures_nothing_or_all_is_not_doubted(at_work, token, together):
    at_work.METRICS_TOKEN, at_work.COUNTS_TOGETHER = token, together

    assert doubts("office.W011") == []


@pytest.mark.parametrize(
    ("required", "development", "said"),
    [
        (False, False, ["Whoever works here signs in by a password alone."]),
        (True, False, []),
        (False, True, []),
    ],
)
def test_an_office_that_asks_for_no_second_step_is_doubted(settings, required, development, said):
    settings.SECOND_FACTOR_REQUIRED, settings.DEVELOPMENT = required, development

    assert doubts("office.W002") == said
