"""Posts in admin: who holds them, their names, and when they may go."""

import datetime as dt

import pytest
from django.urls import reverse

from opcc.office.models import Handover, Holding, Post
from plans import record
from tests.admin_pages import as_shown, words
from tests.factories import deputy_of, holder_of, moment, post, promised_activity, user_in, voice


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


def change(post):
    return reverse("admin:office_post_change", args=[post.pk])


def row(number, user, kind="holder", starts_on="2020-12-01", ends_on=""):
    """What is typed into one row of the people of a post."""
    prefix = f"holdings-{number}-"
    values = {"user": user.pk, "kind": kind, "starts_on": starts_on, "ends_on": ends_on}
    return {prefix + name: value for name, value in values.items()}


def with_rows(at_desk, post, *rows):
    """Post the page of a post as it is shown, with these rows typed below the stored ones."""
    shown = as_shown(at_desk.get(change(post)))
    stored = int(shown["holdings-INITIAL_FORMS"])
    shown["holdings-TOTAL_FORMS"] = stored + len(rows)
    for number, (user, typed) in enumerate(rows, start=stored):
        shown |= row(number, user, **typed)
    return at_desk.post(change(post), shown)


def test_aliases_are_typed_one_per_line(at_desk):
    deputy = post("Deputy Chief Executive")
    shown = as_shown(at_desk.get(change(deputy)), aliases="D/CEO\r\n\r\n  Deputy CEO \r\n")

    at_desk.post(change(deputy), shown)

    deputy.refresh_from_db()
    assert deputy.aliases == ["D/CEO", "Deputy CEO"]
    assert "D/CEO\nDeputy CEO" in at_desk.get(change(deputy)).content.decode()


def test_a_name_means_one_post(at_desk):
    post("Chief Executive", aliases=["CEO"])
    other = post("Chief Engineer")
    shown = as_shown(at_desk.get(change(other)), aliases="ceo")

    page = at_desk.post(change(other), shown)

    assert "“ceo” is a name of Chief Executive already." in words(page)


def test_the_list_says_vacant_and_who_deputises(at_desk):
    post("Chief Financial Officer")
    deputy_of("Head of Commissioning")
    holder_of("Chief Executive")

    page = words(at_desk.get(reverse("admin:office_post_changelist")))

    assert "Vacant (Head of Commissioning (deputy) acts as deputy)" in page
    assert "Chief Executive (holder)" in page
    assert "Chief Financial Officer - Vacant" in page


def test_the_first_holder_of_a_new_post_is_entered_with_it(at_desk):
    user = user_in("Staff")
    url = reverse("admin:office_post_add")
    shown = as_shown(at_desk.get(url), title="Head of Data")

    at_desk.post(url, {**shown, "holdings-TOTAL_FORMS": 1, **row(0, user)})

    assert Post.objects.get(title="Head of Data").holder_on(dt.date(2020, 12, 14)) == user


def test_a_second_holder_is_told_to_hand_over_the_post(at_desk, chief_executive):
    page = with_rows(at_desk, post("Chief Executive"), (user_in("Staff"), {}))

    assert "Use “Hand over a post” on the post's page" in words(page)
    assert Holding.objects.count() == 1


def test_two_holders_of_one_day_typed_at_once_are_refused_in_words(at_desk):
    vacant = post("Head of Data")

    page = with_rows(at_desk, vacant, (user_in("Staff"), {}), (user_in("Staff"), {}))

    assert "Two of these people would hold the post on one day." in words(page)
    assert not Holding.objects.exists()


def test_a_past_holder_who_overlaps_another_is_refused_in_words(at_desk, chief_executive):
    earlier = {"starts_on": "2019-01-01", "ends_on": "2020-04-30"}

    page = with_rows(at_desk, post("Chief Executive"), (user_in("Staff"), earlier))

    assert "A post has one holder at a time." in words(page)
    assert Holding.objects.count() == 1


def test_a_past_holder_can_be_entered_for_the_history(at_desk, activity):
    earlier = {"starts_on": "2019-01-01", "ends_on": "2020-03-31"}

    with_rows(at_desk, activity.lead, (user_in("Staff"), earlier))

    assert activity.lead.holdings.filter(ends_on=dt.date(2020, 3, 31)).exists()


@pytest.mark.parametrize("kind", ["deputy", "support"])
def test_deputies_and_support_come_and_go_on_the_posts_page(at_desk, activity, kind):
    with_rows(at_desk, activity.lead, (user_in("Staff"), {"kind": kind}))

    assert activity.lead.holdings.filter(kind=kind).count() == 1


def test_panel_members_hold_no_post(at_desk, panel_member):
    page = with_rows(at_desk, post("Head of Data"), (panel_member, {"kind": "support"}))

    assert "Panel members hold no post of the office." in words(page)
    assert not Holding.objects.exists()


def test_a_holder_of_open_work_leaves_only_by_a_hand_over(at_desk, activity, finance_chief):
    shown = as_shown(at_desk.get(change(activity.lead)), **{"holdings-0-ends_on": "2020-12-31"})

    page = at_desk.post(change(activity.lead), shown)

    assert "who answers for them is in the record" in words(page)
    assert Holding.objects.get(user=finance_chief).ends_on is None


def test_a_holder_comes_to_a_vacant_post_with_open_work_only_by_a_hand_over(at_desk, plan):
    activity = promised_activity(plan, lead=post("Head of Data"))

    page = with_rows(at_desk, activity.lead, (user_in("Staff"), {}))

    assert "Use “Hand over a post” on the post's page" in words(page)
    assert not Holding.objects.exists()


@pytest.mark.parametrize("field", ["user", "kind"])
def test_a_stored_row_keeps_its_person_and_kind(at_desk, finance_chief, finance_officer, field):
    chief = post("Chief Financial Officer")
    typed = {"user": user_in("Staff").pk, "kind": "support"}
    shown = as_shown(at_desk.get(change(chief)), **{f"holdings-0-{field}": typed[field]})

    at_desk.post(change(chief), shown)

    held = Holding.objects.get(user=finance_chief)
    assert (held.post, held.kind) == (chief, "holder")


def test_the_page_of_a_holding_keeps_its_post_person_and_kind(at_desk, finance_chief):
    held = Holding.objects.get(user=finance_chief)
    url = reverse("admin:office_holding_change", args=[held.pk])
    other = user_in("Staff")

    at_desk.post(url, {"post": 0, "user": other.pk, "kind": "support", "starts_on": "2020-03-01"})

    held.refresh_from_db()
    assert (held.user, held.kind) == (finance_chief, "holder")
    assert held.starts_on == dt.date(2020, 3, 1)


def test_a_holding_entered_on_its_own_page_does_not_bypass_the_hand_over(at_desk, activity):
    url = reverse("admin:office_holding_add")
    user = user_in("Staff")
    typed = {"post": activity.lead_id, "user": user.pk, "kind": "holder", "starts_on": "2021-01-01"}

    page = at_desk.post(url, typed)

    assert "Use “Hand over a post” on the post's page" in words(page)
    assert not user.holdings.exists()


def test_a_post_that_leads_open_activities_cannot_be_abolished(at_desk, activity):
    shown = as_shown(at_desk.get(change(activity.lead)), abolished_on="2020-12-31")

    page = at_desk.post(change(activity.lead), shown)

    activity.lead.refresh_from_db()
    assert activity.lead.abolished_on is None
    assert "it still owns 1 open activity (1.1)" in words(page)
    assert "Transfer what it leads to another post first" in words(page)


def test_a_post_that_shares_open_activities_cannot_be_abolished(at_desk, plan):
    sharer = post("Solicitor")
    promised_activity(plan, lead=post("Chief Executive"), joint=[sharer])
    shown = as_shown(at_desk.get(change(sharer)), abolished_on="2020-12-31")

    page = at_desk.post(change(sharer), shown)

    sharer.refresh_from_db()
    assert sharer.abolished_on is None
    assert "it still owns a share in 1 open activity (1.1)" in words(page)


def test_the_post_that_answers_for_the_whole_plan_cannot_be_abolished(at_desk):
    chief = post("Chief Executive", is_accountable=True)
    shown = as_shown(at_desk.get(change(chief)), abolished_on="2020-12-31")

    page = at_desk.post(change(chief), shown)

    chief.refresh_from_db()
    assert chief.abolished_on is None
    assert "it answers for the whole plan" in words(page)


def test_whose_account_is_deactivated_neither_decides_nor_counts_as_holder(finance_chief, activity):
    finance_chief.is_active = False
    finance_chief.save()
    chief = holder_of("Chief Executive", is_accountable=True)

    assert activity.lead.held_by_words(dt.date(2020, 12, 14)) == "Vacant"
    assert chief.has_perm("plans.approve", activity)


def test_a_post_whose_work_has_ended_can_be_abolished(at_desk, activity):
    record.withdraw(activity, reason="The grant ended.", by=voice(), at=moment(2020, 7, 1))
    shown = as_shown(at_desk.get(change(activity.lead)), abolished_on="2020-12-31")

    at_desk.post(change(activity.lead), shown)

    activity.lead.refresh_from_db()
    assert activity.lead.abolished_on == dt.date(2020, 12, 31)


def test_a_panel_member_accepts_no_hand_over(client, panel_member):
    entered_wrongly = Handover.objects.create(
        post=post("Solicitor"), to_user=panel_member, on=dt.date(2020, 12, 1), note="A mistake."
    )
    client.force_login(panel_member)

    page = client.post(reverse("office:handover-accept", args=[entered_wrongly.pk]))

    entered_wrongly.refresh_from_db()
    assert page.status_code == 404
    assert entered_wrongly.accepted_at is None
