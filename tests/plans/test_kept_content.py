"""The kept part of a plan's pages: never older than anything it shows, and the same for all."""

import datetime as dt

import pytest
from django.urls import reverse

from opcc.office.models import Office, Post
from plans.models import DeliveryPlan, Draft, Objective, Priority
from plans.views import kept_content
from tests.factories import LONDON, PriorityFactory, moment, post, promised_activity, said


@pytest.fixture
def told(plan):
    activity = promised_activity(
        plan,
        lead=post("Chief Financial Officer"),
        priorities=[PriorityFactory(plan=plan.police_and_crime_plan, number=1)],
        due_on=dt.date(2020, 12, 20),
    )
    said(activity, "off_track", on=dt.date(2020, 12, 10), reason="Late.", next_steps="Ask.")
    return activity


@pytest.fixture
def reader(client, finance_chief, told):
    client.force_login(finance_chief)
    return client


@pytest.fixture
def renders(monkeypatch):
    """A list that grows each time that content is rendered."""
    found, render = [], kept_content.render_to_string

    def watch(template_name, context):
        found.append(template_name)
        return render(template_name, context)

    monkeypatch.setattr(kept_content, "render_to_string", watch)
    return found


def dashboard(client, plan, **query):
    return client.get(plan.get_absolute_url(), query).content.decode()


def listed(client, plan, **query):
    return client.get(reverse("plans:activity-list", args=[plan.pk]), query).content.decode()


def set_clock(*numbers):
    office = Office.objects.get()
    office.set_clock(dt.datetime(*numbers, tzinfo=LONDON))
    office.save()


def propose(activity, author):
    Draft.objects.create(
        activity=activity,
        kind="update",
        author=author,
        state="submitted",
        activity_version=activity.version,
        saved_at=moment(2020, 12, 11),
        submitted_at=moment(2020, 12, 11),
    )


@pytest.mark.parametrize("page", [dashboard, listed])
def test_a_page_asked_for_twice_is_rendered_once(reader, plan, renders, page):
    first, second = page(reader, plan), page(reader, plan)

    assert len(renders) == 1
    assert "Chief Financial Officer" in first
    assert second.count("<h1") == 1


@pytest.mark.parametrize("page", [dashboard, listed])
@pytest.mark.parametrize(
    ("model", "title"),
    [
        (Post, "Finance Chief"),
        (Objective, "Another objective"),
        (Priority, "Another priority"),
        (DeliveryPlan, "Another plan"),
    ],
)
def test_a_new_name_shows_at_once(reader, plan, page, model, title):
    page(reader, plan)

    model.objects.update(title=title)

    assert title in page(reader, plan)


@pytest.mark.parametrize("page", [dashboard, listed])
def test_a_new_line_shows_at_once(reader, plan, told, page):
    page(reader, plan)

    said(told, "complete", on=dt.date(2020, 12, 11), evidence="Report")

    shown = {dashboard: "1 complete.", listed: "was Off track until 11 Dec"}
    assert shown[page] in page(reader, plan)


def test_a_new_draft_shows_at_once(reader, plan, told, finance_officer):
    assert "Nothing waits for approval" in dashboard(reader, plan)

    propose(told, finance_officer)

    assert "1 draft waits for approval" in dashboard(reader, plan)


@pytest.mark.parametrize("page", [dashboard, listed])
def test_another_day_shows_at_once(reader, plan, page):
    page(reader, plan)

    set_clock(2020, 12, 22)

    assert "2 days late" in page(reader, plan)


@pytest.mark.parametrize("page", [dashboard, listed])
def test_the_moment_shown_is_the_moment_of_asking(reader, plan, renders, page):
    set_clock(2020, 12, 14, 9, 30)
    assert "As at 9:30am on 14 December 2020." in page(reader, plan)

    set_clock(2020, 12, 14, 16, 45)

    assert "As at 4:45pm on 14 December 2020." in page(reader, plan)
    assert len(renders) == 1


@pytest.mark.parametrize("page", [dashboard, listed])
def test_another_question_has_an_answer_of_its_own(reader, plan, page):
    page(reader, plan)

    assert "Objective: " in page(reader, plan, objective=str(Objective.objects.get().pk))


def test_another_reader_sees_nothing_of_the_first(reader, client, plan, outsider, finance_chief):
    dashboard(reader, plan)
    client.force_login(outsider)

    page = dashboard(client, plan)

    assert finance_chief.name not in page
    assert outsider.name in page


def test_a_panel_member_gets_nothing_that_was_kept(reader, client, plan, panel_member):
    dashboard(reader, plan)
    client.force_login(panel_member)

    assert client.get(plan.get_absolute_url()).status_code == 404
