"""What a post answers for in the registers keeps it standing, and goes to another with one verb."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from governance.models import Action, Control
from plans import operations
from plans.record import Refused, Stale
from plans.registers.carrying import carry_registers, what_a_post_answers_for
from tests.admin_pages import as_shown, said, words
from tests.factories import moment, post, user_in, voice
from tests.governance.factories import (
    ActionFactory,
    BodyFactory,
    DecisionFactory,
    PublicationDutyFactory,
    RiskFactory,
    StrategyFactory,
)

AT = moment(2020, 12, 14)


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def leaving(activity):
    """The post that leads the activity, and answers for an action, a risk and its control."""
    risk = RiskFactory()
    ActionFactory(title="Bring the figures")
    Control.objects.create(risk=risk, title="Recruit", owner=activity.lead)
    return activity.lead


def transfer_page(leaving):
    return reverse("admin:plans_activity_transfer", query={"post": leaving.pk})


def test_what_a_post_answers_for_is_counted_by_register(leaving):
    ActionFactory(done_on=dt.date(2020, 12, 1))
    StrategyFactory()
    StrategyFactory()

    assert what_a_post_answers_for(leaving) == [
        "1 open action",
        "1 open risk",
        "1 control of an open risk",
        "2 strategies and policies",
    ]


def test_a_post_with_open_registers_cannot_be_abolished(office):
    owner = ActionFactory().owner
    owner.abolished_on = dt.date(2020, 12, 31)

    with pytest.raises(ValidationError, match="it still owns 1 open action"):
        owner.full_clean()


def test_everything_open_goes_to_the_new_post_with_who_and_why(leaving, administrator):
    body, duty = BodyFactory(), PublicationDutyFactory()
    to = post("Head of Finance")

    carry_registers(leaving, to, by=administrator, reason="The team moved.")

    for row in (Action.objects.get(), Control.objects.get(), body, duty):
        row.refresh_from_db()
        newest = row.history.first()
        assert row.owner == to
        assert (newest.history_user, newest.history_change_reason) == (
            administrator,
            "The team moved.",
        )
    assert what_a_post_answers_for(leaving) == []


def test_the_history_of_a_row_says_why_it_went_to_another_post(at_desk, leaving, administrator):
    action = Action.objects.get()
    carry_registers(leaving, post("Head of Finance"), by=administrator, reason="The team moved.")

    page = at_desk.get(reverse("admin:governance_action_history", args=[action.pk]))

    assert "The team moved." in page.content.decode()


def test_what_is_over_stays_with_the_post_that_did_it(leaving, administrator):
    done = ActionFactory(done_on=dt.date(2020, 12, 1))
    decision = DecisionFactory()

    carry_registers(leaving, post("Head of Finance"), by=administrator, reason="Moved.")

    done.refresh_from_db()
    decision.refresh_from_db()
    assert {done.owner, decision.owner} == {leaving}


def test_a_person_who_had_the_row_open_learns_that_it_changed(leaving, administrator):
    version = Action.objects.get().version

    carry_registers(leaving, post("Head of Finance"), by=administrator, reason="Moved.")

    assert Action.objects.get().version == version + 1


def test_a_transfer_of_everything_is_all_or_nothing(leaving, activity, monkeypatch):
    monkeypatch.setattr("plans.registers.carrying.give", raise_stale)

    with pytest.raises(Stale):
        operations.transfer_everything(
            leaving, [activity], to=post("Head of Finance"), reason="Moved.", by=voice(), at=AT
        )

    activity.refresh_from_db()
    assert activity.lead == leaving
    assert activity.entries.count() == 1


def raise_stale(row, to):
    raise Stale(row)


def test_everything_cannot_go_to_the_post_that_has_it(leaving):
    with pytest.raises(Refused, match="answers for this already"):
        operations.transfer_everything(leaving, [], to=leaving, reason="x", by=voice(), at=AT)


def test_the_page_says_what_goes_along_before_it_is_done(at_desk, leaving):
    page = words(at_desk.get(transfer_page(leaving)))

    assert "1 open action, 1 open risk, 1 control of an open risk" in page
    assert "And everything else That the post answers for: 1 open action" in page


def test_with_the_box_ticked_the_registers_go_along(at_desk, leaving, activity):
    to = post("Head of Finance")
    shown = as_shown(at_desk.get(transfer_page(leaving)), to=to.pk, reason="Moved.")

    response = at_desk.post(transfer_page(leaving), shown | {"everything": "on"})

    activity.refresh_from_db()
    assert (activity.lead, Action.objects.get().owner) == (to, to)
    assert said(response) == (
        "1 activity, and 1 open action, 1 open risk, 1 control of an open risk, "
        "transferred to Head of Finance."
    )


def test_without_the_box_the_registers_stay(at_desk, leaving, activity):
    to = post("Head of Finance")
    shown = as_shown(at_desk.get(transfer_page(leaving)), to=to.pk, reason="Moved.")

    at_desk.post(transfer_page(leaving), shown)

    activity.refresh_from_db()
    assert (activity.lead, Action.objects.get().owner) == (to, leaving)


def test_a_post_without_activities_hands_on_its_registers_alone(at_desk, office):
    owner, to = ActionFactory().owner, post("Head of Finance")
    shown = as_shown(at_desk.get(transfer_page(owner)), to=to.pk, reason="Moved.")

    unticked = at_desk.post(transfer_page(owner), shown)
    at_desk.post(transfer_page(owner), shown | {"everything": "on"})

    assert "Tick this: there is nothing else to transfer." in words(unticked)
    assert Action.objects.get().owner == to


def test_a_post_that_answers_for_nothing_has_nothing_to_transfer(at_desk, office):
    page = words(at_desk.get(transfer_page(post("Solicitor"))))

    assert "Solicitor has no open activities to transfer." in page


def test_chosen_activities_take_nothing_else_along(at_desk, leaving, activity):
    url = reverse("admin:plans_activity_transfer", query={"activities": activity.pk})

    page = words(at_desk.get(url))

    assert "everything else" not in page


def test_handing_over_a_post_says_what_it_goes_on_answering_for(at_desk, leaving):
    page = words(at_desk.get(reverse("admin:office_post_hand_over", args=[leaving.pk])))

    assert "The post also answers for 1 open action, 1 open risk, 1 control of an open" in page
    assert "It goes on answering for them." in page


def test_a_post_that_passes_to_another_person_keeps_its_registers(leaving):
    successor = user_in("Staff", name="New finance chief")

    operations.hand_over_post(
        leaving, to=successor, on=dt.date(2020, 12, 1), reason="Retired.", by=voice(), at=AT
    )

    action = Action.objects.get()
    assert action.owner == leaving
    assert action.history.count() == 1
