"""What is said about a measure on its pages: values, limits, definitions, targets, its end."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from plans.models import Measure
from tests.factories import moment, voice
from tests.governance.filling import filled, typed_day
from tests.plans.measures import MeasureFactory, observed

APRIL = dt.date(2019, 4, 1)

VALID = {
    "observe": {"period": "May 2019", "value": "210"},
    "rebase": {"from_period": "May 2019", "words": "A new system.", "told": "2019-05-01"},
    "redefine": {"definition": "All.", "from_period": "May 2019", "words": "It is fairer."},
    "target": {"target": "80", "set_by": "The Commissioner", "words": "Promised."},
    "remove-target": {"words": "It misled."},
    "end": {"words": "The survey stopped."},
}
"""{verb: what can be typed about `measure`}"""


@pytest.fixture
def measure(office, finance_chief):
    """Answered for by the Chief Financial Officer, with values for April and June 2019."""
    measure = observed(MeasureFactory(), 200)
    observed(measure, 220, since=dt.date(2019, 6, 1))
    measure.set_target(
        Decimal(250),
        set_by="A board",
        words="Agreed.",
        said_on=dt.date(2019, 7, 1),
        by=voice(),
        at=moment(2019, 7, 1),
    )
    return observed(measure, 215, since=dt.date(2019, 5, 1))


@pytest.fixture
def owner(client, finance_chief):
    """The client of who answers for the measure."""
    client.force_login(finance_chief)
    return client


def url_of(measure, verb):
    return reverse(f"plans:measure-{verb}", args=[measure.pk])


def send(client, measure, verb, **typed):
    url = url_of(measure, verb)
    return client.post(url, filled(client, url, **typed))


def words_of(response):
    return response.content.decode()


# --- All of them --------------------------------------------------------------------------------
def lines_of(measure):
    return measure.lines.count() + measure.observations.count()


def told(measure, verb):
    """What is sent so that it holds at once, though it revises a value."""
    if verb != "observe":
        return VALID[verb]
    line = measure.observations.order_by("pk").last()
    return VALID[verb] | {"told": str(line.pk), "words": "A day was left out."}


@pytest.mark.parametrize("verb", VALID)
def test_a_form_sent_twice_adds_one_line(owner, measure, verb):
    before = lines_of(measure)
    url = url_of(measure, verb)
    sent = filled(owner, url, **told(measure, verb))

    first, again = owner.post(url, sent), owner.post(url, sent)

    assert first.url == again.url == measure.get_absolute_url()
    assert lines_of(measure) == before + 1


@pytest.mark.parametrize("verb", VALID)
def test_a_form_that_is_out_of_date_keeps_what_was_typed(owner, measure, verb):
    before = lines_of(measure)
    url = url_of(measure, verb)
    sent = filled(owner, url, **told(measure, verb))
    Measure.objects.get().change(fields=[], title="Another title")

    refused = owner.post(url, sent)

    assert refused.status_code == 409
    assert VALID[verb].get("words", VALID[verb].get("value")) in words_of(refused)
    assert lines_of(measure) == before


@pytest.mark.parametrize("verb", VALID)
def test_who_does_not_answer_for_the_measure_is_refused(client, outsider, measure, verb):
    client.force_login(outsider)

    assert client.get(url_of(measure, verb)).status_code == 403


@pytest.mark.parametrize("verb", VALID)
def test_a_panel_member_finds_no_form(client, panel_member, measure, verb):
    client.force_login(panel_member)

    assert client.get(url_of(measure, verb)).status_code == 404


def test_who_writes_for_the_owner_enters_values_and_sets_no_target(
    client, finance_officer, measure
):
    client.force_login(finance_officer)

    answers = {verb: client.get(url_of(measure, verb)).status_code for verb in VALID}

    assert [verb for verb, answer in answers.items() if answer == 200] == [
        "observe", "rebase", "redefine", "end",
    ]  # fmt: skip
    assert {answers["target"], answers["remove-target"]} == {403}


@pytest.mark.parametrize("verb", VALID)
def test_nothing_more_is_said_about_a_measure_that_is_no_longer_reported(owner, measure, verb):
    send(owner, measure, "end", words="The survey stopped.")

    response = owner.get(url_of(measure, verb), follow=True)

    assert response.redirect_chain == [(measure.get_absolute_url(), 302)]
    assert "no longer reported, so it stays as it is" in words_of(response)


def test_words_that_come_after_the_end_are_given_back(owner, measure):
    url = url_of(measure, "rebase")
    sent = filled(owner, url, **VALID["rebase"])
    send(owner, measure, "end", words="The survey stopped.")

    refused = owner.post(url, sent)

    assert refused.status_code == 409
    assert "A new system." in words_of(refused)
    assert "2019-05-01" not in words_of(refused)


# --- Values -------------------------------------------------------------------------------------
def test_a_value_is_entered_as_people_write_it(owner, measure):
    send(owner, measure, "observe", period="jul-19", value="1,204 calls", is_provisional="on")

    line = measure.observations.order_by("pk").last()
    assert (line.period, line.value, line.is_provisional) == (dt.date(2019, 7, 1), 1204, True)
    assert (line.made_by_name, line.said_on) == (
        "Chief Financial Officer (holder)",
        dt.date(2020, 12, 14),
    )


def test_the_form_offers_the_period_after_the_last(owner, measure):
    form = owner.get(url_of(measure, "observe")).context["form"]

    assert form["period"].value() == "July 2019"


def test_the_form_offers_no_period_that_has_not_begun(owner, measure):
    observed(measure, 5, since=dt.date(2020, 12, 1))

    form = owner.get(url_of(measure, "observe")).context["form"]

    assert form["period"].value() == ""


def test_a_second_value_for_a_period_is_said_to_revise_the_first(owner, measure):
    page = words_of(send(owner, measure, "observe", period="April 2019", value="205"))

    assert "A value of 200 calls stands since 30 April 2019: this revises it." in page
    assert "Say why the value changes" in page
    assert 'value="205"' in page
    assert measure.observations.count() == 3


def test_what_is_only_asked_stands_in_a_notice_and_is_no_problem(owner, measure):
    typed = {"period": "April 2019", "value": "205", "words": "A day was left out."}

    page = words_of(send(owner, measure, "observe", **typed))

    assert "Check this before it is saved" in page
    assert "<title>Check this first: Enter a value" in page
    assert "There is a problem" not in page
    assert 'value="205"' in page
    assert "A day was left out." in page


def test_a_revision_sent_again_with_its_reason_stands(owner, measure):
    url = url_of(measure, "observe")
    sent = filled(owner, url, period="April 2019", value="205", words="A day was left out.")

    asked = owner.post(url, sent)
    owner.post(url, sent | {"told": asked.context["form"]["told"].value()})

    line = measure.observations.order_by("pk").last()
    assert (line.value, line.words) == (205, "A day was left out.")


def test_a_revision_of_another_value_than_the_writer_saw_is_asked_again(owner, measure):
    first = measure.observations.get(period=APRIL)
    measure.observe(
        APRIL, Decimal(201), said_on=APRIL, by=voice(), at=moment(2020, 1, 1), words="Late."
    )

    typed = {"period": "April 2019", "value": "205", "words": "A day was left out."}
    page = words_of(send(owner, measure, "observe", **typed, told=str(first.pk)))

    assert "A value of 201 calls stands since 1 January 2020" in page


def test_the_value_that_stands_is_no_revision_of_itself(owner, measure):
    page = words_of(send(owner, measure, "observe", period="April 2019", value="200"))

    assert "A value of 200 calls stands since 30 April 2019: enter another one" in page


def test_a_provisional_value_becomes_final_with_the_same_figure(owner, measure):
    observed(measure, 230, since=dt.date(2019, 7, 1), is_provisional=True)
    line = measure.observations.order_by("pk").last()

    typed = {"period": "July 2019", "value": "230", "words": "Checked."}
    send(owner, measure, "observe", **typed, told=str(line.pk))

    newest = measure.observations.order_by("pk").last()
    assert (newest.value, newest.is_provisional) == (230, False)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"period": ""}, "Enter a month, such as April 2020"),
        ({"period": "Spring"}, "Enter a month, such as April 2020"),
        ({"period": "2019/20"}, "Enter a month, such as April 2020"),
        ({"period": "January 2021"}, "January 2021 has not begun: enter a period that has"),
        ({"value": ""}, "Enter the value"),
        ({"value": "many"}, "Enter a number, such as 1,204 or 81.2"),
        ({"value": "81.25"}, "Enter a whole number, as the measure is shown"),
    ],
)
def test_a_slip_in_a_value_says_what_to_enter(owner, measure, typed, words):
    usual = {"period": "July 2019", "value": "230"}

    page = words_of(send(owner, measure, "observe", **usual | typed))

    assert words in page
    assert measure.observations.count() == 3


def test_a_value_has_no_more_decimal_places_than_the_measure_shows(owner, finance_chief):
    measure = MeasureFactory(unit="per cent", decimals=1)

    refused = words_of(send(owner, measure, "observe", period="July 2019", value="81.25"))
    send(owner, measure, "observe", period="July 2019", value="81.2%")

    assert "Enter a number with at most 1 decimal place, as the measure is shown" in refused
    assert measure.observations.get().value == Decimal("81.2")


def test_the_running_month_may_have_a_value_already(owner, measure):
    send(owner, measure, "observe", period="December 2020", value="3", is_provisional="on")

    assert measure.observations.filter(period=dt.date(2020, 12, 1)).exists()


# --- Limits -------------------------------------------------------------------------------------
def test_few_values_after_a_break_are_warned_of_once(owner, measure):
    url = url_of(measure, "rebase")
    sent = filled(owner, url, from_period="May 2019", words="A new system.")

    warned = owner.post(url, sent)
    owner.post(url, sent | {"told": warned.context["form"]["told"].value()})

    assert "Limits from May 2019 on would rest on 2 values, and stay on trial" in words_of(warned)
    assert "There is a problem" not in words_of(warned)
    assert measure.lines.filter(kind="rebased", from_period=dt.date(2019, 5, 1)).exists()


def test_twelve_values_after_a_break_ask_for_no_warning(owner, measure):
    observed(measure, *range(11), since=dt.date(2019, 7, 1))

    send(owner, measure, "rebase", from_period="June 2019", words="A new system.")

    assert measure.lines.filter(kind="rebased").exists()


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("July 2019", "Enter a period that has a value: from April 2019 to June 2019"),
        ("April 2019", "Enter a later period: the first limits begin with this one"),
        ("June 2019", "Enter another period: new limits begin with this one already"),
    ],
)
def test_limits_begin_with_a_value_and_only_once(owner, measure, period, words):
    send(owner, measure, "rebase", from_period="June 2019", words="A move.", told="2019-06-01")

    page = words_of(send(owner, measure, "rebase", from_period=period, words="A new system."))

    assert words in page
    assert measure.lines.filter(kind="rebased").count() == 1


def test_limits_never_begin_anew_without_a_cause(owner, measure):
    page = words_of(send(owner, measure, "rebase", from_period="May 2019", words=" "))

    assert "Say what changed then" in page
    assert not measure.lines.filter(kind="rebased").exists()


def test_a_measure_without_values_has_no_limits_to_begin_anew(owner, finance_chief):
    measure = MeasureFactory()

    response = owner.get(url_of(measure, "rebase"), follow=True)

    assert "It has no values yet, so there are no limits to begin." in words_of(response)


# --- Definitions --------------------------------------------------------------------------------
def test_a_changed_definition_stands_beside_the_one_before(owner, measure):
    send(owner, measure, "redefine", **VALID["redefine"])

    measure.refresh_from_db()
    line = measure.lines.get(kind="redefined")
    assert measure.definition == line.definition_to == "All."
    assert line.definition_from == "Calls answered, without those cut off by the caller."
    assert (line.from_period, line.words) == (dt.date(2019, 5, 1), "It is fairer.")


def test_the_same_definition_is_no_change(owner, measure):
    typed = VALID["redefine"] | {"definition": measure.definition}

    page = words_of(send(owner, measure, "redefine", **typed))

    assert "Enter another definition than the one that stands" in page


# --- Targets and the end ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("target", "Enter the target"),
        ("set_by", "Enter who set it"),
        ("words", "Say why this target"),
    ],
)
def test_a_target_says_who_set_it_and_why(owner, measure, missing, words):
    page = words_of(send(owner, measure, "target", **VALID["target"] | {missing: " "}))

    assert words in page
    assert measure.lines.filter(kind="target_set").count() == 1


def test_a_target_is_set_about_the_day_it_was_set_on(owner, measure):
    day = typed_day("said_on", dt.date(2020, 4, 1))

    send(owner, measure, "target", **VALID["target"] | day)

    measure.refresh_from_db()
    line = measure.lines.order_by("pk").last()
    assert (measure.target, line.target, line.set_by) == (80, 80, "The Commissioner")
    assert line.said_on == dt.date(2020, 4, 1)


def test_a_target_that_is_not_there_is_not_removed(owner, finance_chief):
    measure = MeasureFactory()

    response = owner.get(url_of(measure, "remove-target"), follow=True)

    assert "It has no target." in words_of(response)


def test_a_measure_that_ends_keeps_what_was_measured(owner, measure):
    send(owner, measure, "end", words="The survey stopped.")

    measure.refresh_from_db()
    assert measure.ended_on == dt.date(2020, 12, 14)
    assert measure.lines.get(kind="ended").words == "The survey stopped."
    assert measure.observations.count() == 3
