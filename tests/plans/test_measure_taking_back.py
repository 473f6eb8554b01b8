"""New limits that are taken back, and a measure that is reported again: each a further line."""

import datetime as dt

import pytest
from django.urls import reverse

from plans.measures import reading
from plans.models import Measure
from tests.factories import moment, voice
from tests.governance.filling import filled
from tests.plans.measures import MeasureFactory, observed

WHY = {"words": "The wrong month."}
MAY = dt.date(2019, 5, 1)


def said(day):
    return {"said_on": dt.date(2020, 11, day), "by": voice(), "at": moment(2020, 11, day)}


@pytest.fixture
def measure(office, finance_chief):
    """Answered for by the Chief Financial Officer, with five values from April 2019."""
    return observed(MeasureFactory(), 2, 9, 8, 9, 8)


@pytest.fixture
def begun(measure):
    """The line that began new limits with May 2019."""
    return measure.rebase(from_period=MAY, words="A new system.", **said(2))


@pytest.fixture
def ended(measure):
    measure.end(words="The survey stopped.", **said(3))
    return measure


@pytest.fixture
def owner(client, finance_chief):
    """The client of who answers for the measure."""
    client.force_login(finance_chief)
    return client


def take_back(line):
    return reverse("plans:measure-take-back", args=[line.measure_id, line.pk])


def resume(measure):
    return reverse("plans:measure-resume", args=[measure.pk])


def send(client, url, **typed):
    return client.post(url, filled(client, url, **typed))


def page_of(client, measure):
    return " ".join(client.get(measure.get_absolute_url()).content.decode().split())


# --- New limits taken back ----------------------------------------------------------------------
def test_new_limits_that_are_taken_back_count_no_more(owner, measure, begun):
    done = send(owner, take_back(begun), **WHY)

    now = reading(Measure.objects.get())
    assert done.url == measure.get_absolute_url()
    assert [segment.start for segment in now.analysis.segments] == [0]
    assert [row.breaks for row in now.rows] == [()] * 5
    assert measure.lines.get(kind="taken_back").takes_back == begun


def test_until_they_are_taken_back_new_limits_stand(measure, begun):
    measure.take_back(begun, words="The wrong month.", **said(5))

    before, after = (reading(measure, at=moment(2020, 11, day)) for day in (4, 6))
    assert [index for index, _ in before.breaks] == [1]
    assert after.breaks == []


def test_the_history_shows_both_lines_and_the_way_back_once(owner, measure, begun):
    offered = page_of(owner, measure)
    send(owner, take_back(begun), **WHY)

    page = page_of(owner, measure)

    assert offered.count(take_back(begun)) == 1
    assert take_back(begun) not in page
    assert "Limits begun anew from May 2019 on" in page
    assert "Taken back since: these limits count no more." in page
    assert "New limits taken back: those from May 2019 on" in page
    assert "The wrong month." in page


def test_limits_may_begin_anew_where_others_were_taken_back(owner, measure, begun):
    send(owner, take_back(begun), **WHY)

    url = reverse("plans:measure-rebase", args=[measure.pk])
    send(owner, url, from_period="May 2019", words="It was right.", told="2019-05-01")

    assert [line.words for _, line in reading(Measure.objects.get()).breaks] == ["It was right."]


def test_the_form_shows_which_limits_it_takes_back(owner, begun):
    page = " ".join(owner.get(take_back(begun)).content.decode().split())

    assert "New limits were begun from May 2019 on, on 2 November 2020" in page
    assert "A new system." in page


def test_limits_that_are_taken_back_are_not_taken_back_again(owner, measure, begun):
    send(owner, take_back(begun), **WHY)

    page = owner.get(take_back(begun), follow=True).content.decode()

    assert "These new limits are taken back already." in page


def test_only_a_line_of_the_measure_that_began_new_limits_can_be_taken_back(owner, measure, begun):
    changed = measure.redefine("All.", from_period=dt.date(2019, 7, 1), words="Fair.", **said(4))
    elsewhere = reverse("plans:measure-take-back", args=[MeasureFactory().pk, begun.pk])

    answers = [owner.get(url).status_code for url in (take_back(changed), elsewhere)]

    assert answers == [404, 404]


def test_nothing_is_taken_back_of_a_measure_that_is_no_longer_reported(owner, begun, ended):
    page = owner.get(take_back(begun), follow=True).content.decode()

    assert "no longer reported, so it stays as it is" in page
    assert take_back(begun) not in page_of(owner, ended)


# --- Reported again -----------------------------------------------------------------------------
def test_a_measure_that_has_ended_is_reported_again(owner, ended):
    offered = page_of(owner, ended)

    send(owner, resume(ended), words="The survey goes on.")

    measure = Measure.objects.get()
    page = page_of(owner, measure)
    assert resume(ended) in offered
    assert measure.ended_on is None
    assert "No longer reported since" not in page
    assert all(words in page for words in ("The survey stopped.", "The survey goes on."))
    assert reverse("plans:measure-observe", args=[measure.pk]) in page


def test_a_measure_that_is_reported_is_not_reported_again(owner, measure):
    page = owner.get(resume(measure), follow=True).content.decode()

    assert "This measure is reported already." in page


def test_a_second_end_is_told_with_its_own_words(owner, ended):
    ended.resume(words="The survey goes on.", **said(4))
    ended.end(words="The money ran out.", **said(5))

    notice = page_of(owner, ended).split("app-notice__heading")[1].split("</div>")[0]

    assert "The money ran out." in notice
    assert "The survey stopped." not in notice


def test_what_stood_while_it_had_ended_is_known_of_that_moment(ended):
    ended.resume(words="The survey goes on.", **said(5))

    moments = (moment(2020, 11, day) for day in (2, 4, 6))
    ends = [reading(ended, at=at).ended_line for at in moments]

    assert [line and line.words for line in ends] == [None, "The survey stopped.", None]


# --- Both ---------------------------------------------------------------------------------------
@pytest.fixture(params=["take back", "resume"])
def form(request, measure, begun):
    """The address of each form."""
    if request.param == "take back":
        return take_back(begun)
    measure.end(words="The survey stopped.", **said(3))
    return resume(measure)


def test_a_reason_is_asked(owner, measure, form):
    before = measure.lines.count()

    refused = send(owner, form, words=" ")

    assert "Say why " in refused.content.decode()
    assert measure.lines.count() == before


def test_a_form_sent_twice_adds_one_line(owner, measure, form):
    before = measure.lines.count()
    sent = filled(owner, form, **WHY)

    first, again = owner.post(form, sent), owner.post(form, sent)

    assert first.url == again.url == measure.get_absolute_url()
    assert measure.lines.count() == before + 1


def test_a_form_that_is_out_of_date_keeps_what_was_typed(owner, measure, form):
    before = measure.lines.count()
    sent = filled(owner, form, **WHY)
    Measure.objects.get().change(fields=[], title="Another title")

    refused = owner.post(form, sent)

    assert refused.status_code == 409
    assert "The wrong month." in refused.content.decode()
    assert measure.lines.count() == before


def test_who_does_not_answer_for_the_measure_is_refused(client, outsider, form):
    client.force_login(outsider)

    assert client.get(form).status_code == 403


def test_a_panel_member_finds_no_form(client, panel_member, form):
    client.force_login(panel_member)

    assert client.get(form).status_code == 404
