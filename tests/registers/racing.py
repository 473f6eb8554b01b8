"""Eight people who write about one row of a register at once, through its verbs or in browsers."""

import datetime as dt

from django.test import Client

from plans.registers.models import Stale
from tests.factories import moment, voice
from tests.governance.filling import filled
from tests.plans.test_races import WRITERS, race

ROUNDS = 5
DAY, AT = dt.date(2020, 12, 3), moment(2020, 12, 3)


def told(write):
    """A writer who is told, rather than stopped, when somebody else was first."""

    def try_to_write(held, number, place):
        try:
            write(held, number, place)
            return True
        except Stale:
            return False

    return try_to_write


def held_by(row):
    """What every writer reads before anybody writes."""
    return lambda number: type(row).objects.get(pk=row.pk)


def said(place, **more):
    return {"words": f"Writer {place}.", "said_on": DAY, "by": voice(), "at": AT, **more}


def answers_to(user, url, forms):
    """What each of eight browsers of the user is answered that send their forms at once.

    forms: one for each browser.
    """
    signed_in, answers = Client(), []
    signed_in.force_login(user)

    def prepare(number):
        own = Client()
        own.cookies = signed_in.cookies.copy()
        return own

    def write(own, number, place):
        answers.append(own.post(url, forms[place]).status_code)
        return False

    race(prepare, write, 1)
    return sorted(answers)


def eight_forms(user, url, **typed):
    """The form of the page as each of eight browsers opened it, each with words of its own."""
    browser = Client()
    browser.force_login(user)
    return [filled(browser, url, words=f"Writer {place}.", **typed) for place in range(WRITERS)]


def one_form_eight_times(user, url, **typed):
    return [eight_forms(user, url, **typed)[0]] * WRITERS
