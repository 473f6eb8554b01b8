"""Deciding on drafts: who may, what they see, and what becomes of them."""

import datetime as dt

from django.urls import reverse

from plans.models import Draft, Entry
from tests.factories import deputy_of, post, promised_activity
from tests.plans.browsing import address, typed


def test_the_holder_approves_and_both_names_stand(client, activity, finance_officer, finance_chief):
    client.force_login(finance_officer)
    url = address("update", activity)
    client.post(url, typed(client, url, status="on_track", narrative="The tender is out."))
    draft = Draft.objects.get()

    client.force_login(finance_chief)
    client.post(reverse("plans:draft-approve", args=[draft.pk]), {"version": draft.version})

    line = activity.entries.last()
    assert line.narrative == "The tender is out."
    assert (line.made_by, line.written_by) == (finance_chief, finance_officer)
    draft.refresh_from_db()
    assert draft.state == "done"


def test_a_deputy_may_approve(client, activity, finance_officer):
    deputy = deputy_of("Chief Financial Officer")
    client.force_login(finance_officer)
    url = address("update", activity)
    client.post(url, typed(client, url, status="on_track", narrative="The tender is out."))
    draft = Draft.objects.get()

    client.force_login(deputy)
    client.post(reverse("plans:draft-approve", args=[draft.pk]), {"version": draft.version})

    assert activity.entries.last().made_by_post == "Deputy for Chief Financial Officer"


def test_a_returned_draft_goes_back_with_its_comment(
    client, activity, finance_officer, finance_chief
):
    client.force_login(finance_officer)
    url = address("update", activity)
    client.post(url, typed(client, url, status="on_track", narrative="Fine."))
    draft = Draft.objects.get()

    client.force_login(finance_chief)
    client.post(
        reverse("plans:draft-return", args=[draft.pk]),
        {"version": draft.version, "comment": "Say what the supplier answered."},
    )

    draft.refresh_from_db()
    assert (draft.state, draft.returned_comment) == ("returned", "Say what the supplier answered.")
    client.force_login(finance_officer)
    assert "Say what the supplier answered." in client.get(url).content.decode()


def test_returning_a_draft_asks_for_a_comment(client, activity, finance_officer, finance_chief):
    client.force_login(finance_officer)
    url = address("update", activity)
    client.post(url, typed(client, url, status="on_track", narrative="Fine."))
    draft = Draft.objects.get()

    client.force_login(finance_chief)
    response = client.post(
        reverse("plans:draft-return", args=[draft.pk]), {"version": draft.version, "comment": ""}
    )

    assert "Say what should change" in response.content.decode()
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_the_author_cannot_approve_their_own_draft(client, activity, finance_officer):
    client.force_login(finance_officer)
    url = address("update", activity)
    client.post(url, typed(client, url, status="on_track", narrative="Fine."))
    draft = Draft.objects.get()

    response = client.post(
        reverse("plans:draft-approve", args=[draft.pk]), {"version": draft.version}
    )

    assert response.status_code == 403
    assert activity.entries.count() == 1


def test_an_owner_cannot_accept_the_move_of_their_own_date(client, activity, finance_chief):
    client.force_login(finance_chief)
    url = address("move-date", activity)
    fields = {
        "what": "activity",
        "to_0": "30",
        "to_1": "6",
        "to_2": "2021",
        "reason_category": "supplier",
        "reason": "The supplier left.",
    }
    client.post(url, typed(client, url, **fields))
    draft = Draft.objects.get()

    response = client.post(
        reverse("plans:draft-approve", args=[draft.pk]), {"version": draft.version}
    )

    assert response.status_code == 403
    activity.refresh_from_db()
    assert activity.due_on == dt.date(2021, 3, 31)


def test_a_hand_over_is_accepted_by_the_post_that_receives(
    client, activity, finance_chief, outsider
):
    receiving = post("Head of Communications")
    client.force_login(finance_chief)
    url = address("hand-over", activity)
    client.post(url, typed(client, url, to=receiving.pk, reason="The team has moved."))
    draft = Draft.objects.get()
    assert activity.entries.count() == 1

    client.force_login(outsider)
    client.post(reverse("plans:draft-approve", args=[draft.pk]), {"version": draft.version})

    activity.refresh_from_db()
    assert activity.lead == receiving
    assert activity.entries.last().kind == "owner_changed"


def test_a_withdrawal_is_accepted_by_the_accountable_post(
    client, activity, finance_chief, chief_executive
):
    client.force_login(finance_chief)
    url = address("withdraw", activity)
    client.post(url, typed(client, url, reason="The grant ended."))
    draft = Draft.objects.get()
    assert activity.entries.count() == 1

    client.force_login(chief_executive)
    client.post(reverse("plans:draft-approve", args=[draft.pk]), {"version": draft.version})

    activity.refresh_from_db()
    assert activity.status == "withdrawn"


def test_many_drafts_are_approved_from_one_page(client, plan, finance_officer, finance_chief):
    lead = post("Chief Financial Officer")
    activities = [promised_activity(plan, lead=lead) for _ in range(3)]
    client.force_login(finance_officer)
    for activity in activities:
        url = address("update", activity)
        client.post(url, typed(client, url, status="on_track", narrative="Fine."))
    client.force_login(finance_chief)
    ticked = [f"{d.pk}.{d.version}" for d in Draft.objects.order_by("pk")[:2]]

    response = client.post(reverse("plans:decide-many"), {"draft": ticked}, follow=True)

    assert "2 drafts are now in the record." in response.content.decode()
    assert Entry.objects.filter(kind="updated").count() == 2
    assert Draft.objects.submitted().count() == 1


def test_a_draft_that_was_saved_again_is_not_approved_unread(
    client, activity, finance_officer, finance_chief
):
    client.force_login(finance_officer)
    url = address("update", activity)
    client.post(url, typed(client, url, status="on_track", narrative="First words."))
    read = Draft.objects.get().version
    client.post(url, typed(client, url, status="on_track", narrative="Second words."))

    client.force_login(finance_chief)
    draft = Draft.objects.get()
    client.post(reverse("plans:draft-approve", args=[draft.pk]), {"version": read})

    assert activity.entries.count() == 1


def test_discarding_a_draft_asks_first(client, activity, finance_officer):
    client.force_login(finance_officer)
    url = address("update", activity)
    client.post(url, typed(client, url, status="on_track", narrative="Fine."))
    discard = reverse("plans:draft-discard", args=[Draft.objects.get().pk])

    client.get(discard)
    assert Draft.objects.count() == 1
    client.post(discard, {"version": Draft.objects.get().version})

    assert Draft.objects.count() == 0
    assert activity.entries.count() == 1


def test_many_drafts_are_returned_with_one_comment(client, plan, finance_officer, finance_chief):
    lead = post("Chief Financial Officer")
    client.force_login(finance_officer)
    for _ in range(2):
        url = address("update", promised_activity(plan, lead=lead))
        client.post(url, typed(client, url, status="on_track", narrative="Fine."))
    client.force_login(finance_chief)
    ticked = [f"{d.pk}.{d.version}" for d in Draft.objects.all()]

    response = client.post(
        reverse("plans:decide-many"),
        {"draft": ticked, "send_back": "", "comment": "Say more."},
        follow=True,
    )

    assert "2 drafts are now back with whoever wrote them." in response.content.decode()
    assert {d.returned_comment for d in Draft.objects.filter(state="returned")} == {"Say more."}
    assert Entry.objects.filter(kind="updated").count() == 0


def test_returning_many_asks_for_a_comment_and_keeps_the_ticks(
    client, activity, finance_officer, finance_chief
):
    client.force_login(finance_officer)
    url = address("update", activity)
    client.post(url, typed(client, url, status="on_track", narrative="Fine."))
    client.force_login(finance_chief)
    draft = Draft.objects.get()

    response = client.post(
        reverse("plans:decide-many"),
        {"draft": [f"{draft.pk}.{draft.version}"], "send_back": "", "comment": " "},
    )

    page = response.content.decode()
    assert "Say what should change" in page
    assert "checked" in page
    draft.refresh_from_db()
    assert draft.state == "submitted"
