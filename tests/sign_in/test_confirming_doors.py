"""Every step that matters asks who is at the keyboard, and loses nothing of what was typed."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.urls import reverse

from governance.models import Pack
from opcc.office.models import Handover, Holding, Invitation
from tests.access.test_matrix import everything
from tests.admin_pages import as_shown, words
from tests.conftest import NOW
from tests.factories import PASSWORD, said, user_in
from tests.governance.packs import draft_for, published
from tests.governance.test_preparing import filled
from tests.sign_in.doing import with_app
from tests.sign_in.people import bound, grow_old


@pytest.fixture
def draft(plan, activity):
    said(activity, on=dt.date(2020, 12, 1))
    return draft_for(plan, commentary="Two things went well.")


@pytest.fixture
def people(chief_executive, administrator, activity, draft, plan):
    """Everybody and everything that the doors below are about."""
    newcomer = user_in("Staff", name="Newcomer", email="newcomer@example.org")
    bound(newcomer)
    Invitation.objects.make(newcomer, by=administrator, at=NOW)
    return {
        "accountable": chief_executive,
        "administrator": administrator,
        "newcomer": newcomer,
        "mistake": user_in("Staff", name="Made by mistake"),
        "draft": draft,
        "pack": published(plan, on=dt.date(2020, 12, 16)),
        "post": activity.lead,
        "holding": Holding.objects.get(user=chief_executive),
    }


def publishing(client, people):
    url = reverse("governance:packdraft-check", args=[people["draft"].pk])
    day = {"public_from_0": "29", "public_from_1": "12", "public_from_2": "2020"}
    return url, filled(client, url, has_read="on", **day)


def opening(client, people):
    url = reverse("governance:pack-open", args=[people["pack"].pk])
    day = {"public_from_0": "1", "public_from_1": "12", "public_from_2": "2020"}
    return url, filled(client, url, access="open", words="The panel asked.", **day)


def handing_over(client, people):
    url = reverse("admin:office_post_hand_over", args=[people["post"].pk])
    typed = {"to": people["newcomer"].pk, "on": "2020-12-14", "note": "She has retired."}
    return url, as_shown(client.get(url), **typed)


def holding_added(client, people):
    url = reverse("admin:office_holding_add")
    typed = {"post": people["post"].pk, "user": people["newcomer"].pk, "kind": "support"}
    return url, as_shown(client.get(url), **typed, starts_on="2020-12-03")


def holding_ended(client, people):
    url = reverse("admin:office_holding_change", args=[people["holding"].pk])
    return url, as_shown(client.get(url), ends_on="2020-12-03")


def holding_on_the_posts_page(client, people):
    url = reverse("admin:office_post_change", args=[people["post"].pk])
    row = {"user": people["newcomer"].pk, "kind": "support", "starts_on": "2020-12-03"}
    added = {f"holdings-1-{name}": value for name, value in row.items()}
    return url, as_shown(client.get(url), **added, **{"holdings-TOTAL_FORMS": "2"})


def inviting(client, people):
    url = reverse("admin:office_user_add")
    group = str(Group.objects.get(name="Administrators").pk)
    typed = {"email": "other@example.org", "name": "Other Administrator", "groups": [group]}
    return url, as_shown(client.get(url), **typed)


def changing_groups(client, people):
    url = reverse("admin:office_user_change", args=[people["newcomer"].pk])
    group = str(Group.objects.get(name="Administrators").pk)
    return url, as_shown(client.get(url), name="Newer comer", groups=[group])


def deleting(client, people):
    return reverse("admin:office_user_delete", args=[people["mistake"].pk]), {"post": "yes"}


def resetting(client, people):
    with_app(people["newcomer"])
    url = reverse("admin:office_user_reset-second-step", args=[people["newcomer"].pk])
    return url, {"reason": "Lost telephone, spoke to her in person"}


def verb(name):
    def of_account(client, people):
        return reverse(f"admin:office_user_{name}", args=[people["newcomer"].pk]), {"post": "yes"}

    return of_account


DOORS = {
    "publishing a pack": ("accountable", publishing, 'value="29"'),
    "opening a pack to everybody": ("accountable", opening, "The panel asked."),
    "handing over a post": ("administrator", handing_over, "She has retired."),
    "saying who holds a post": ("administrator", holding_added, "2020-12-03"),
    "ending who holds a post": ("administrator", holding_ended, "2020-12-03"),
    "the same on the post's page": ("administrator", holding_on_the_posts_page, "2020-12-03"),
    "inviting an administrator": ("administrator", inviting, "other@example.org"),
    "changing groups": ("administrator", changing_groups, "Newer comer"),
    "resetting a second step": ("administrator", resetting, "Lost telephone"),
    "sending a link": ("administrator", verb("invite"), "Make the link"),
    "withdrawing an invitation": ("administrator", verb("withdraw"), "Withdraw it"),
    "taking off a Microsoft account": ("administrator", verb("take-off-microsoft"), "Take it off"),
    "deleting an account": ("administrator", deleting, "Made by mistake"),
}
"""{step: (who takes it, its form filled in, what of the typing the page shows again)}"""


@pytest.fixture(params=DOORS)
def door(request, client, people):
    """(browser, address, what was typed, what of it shows), the session being old by then."""
    role, fill_in, shows = DOORS[request.param]
    client.force_login(people[role])
    url, typed = fill_in(client, people)
    grow_old(client)
    return client, url, typed, shows


def way(url):
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': url})}"


def test_the_form_opens_to_nobody_whose_proof_is_old(door):
    client, url, _, _ = door

    assert client.get(url).url == way(url)


def test_a_form_that_was_open_for_long_does_nothing_and_gives_the_typing_back(door):
    client, url, typed, shows = door
    before = everything()

    asked = client.post(url, typed)
    landed = client.post(asked.url, {"password": PASSWORD, "next": url})
    again = client.get(landed.url)

    assert (asked.url, landed.url) == (way(url), url)
    assert again.status_code == 200
    assert shows in again.content.decode()
    assert everything() == before


def test_what_was_given_back_can_be_sent_and_is_done_once(door):
    client, url, typed, _ = door
    asked = client.post(url, typed)
    client.post(asked.url, {"password": PASSWORD, "next": url})
    client.get(url)
    before = everything()

    done = client.post(url, typed)

    assert done.status_code in (200, 302)
    assert everything() != before


def test_a_wrong_password_confirms_nothing(door):
    client, url, typed, _ = door

    asked = client.post(url, typed)
    client.post(asked.url, {"password": "wrong", "next": url})

    assert client.get(url).url == way(url)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(15 * 60, "15 minutes"), (60, "1 minute"), (3600, "60 minutes"), (90, "90 seconds")],
)
@pytest.mark.parametrize(
    "name", ["account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"]
)
def test_each_page_that_asks_says_for_how_long_the_answer_counts(
    client, chief_executive, settings, monkeypatch, name, seconds, said
):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = seconds
    with_app(chief_executive)
    passkey = Authenticator.Type.WEBAUTHN
    Authenticator.objects.create(user=chief_executive, type=passkey, data={})
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])
    client.force_login(chief_executive)

    page = words(client.get(reverse(name)))

    assert f"What comes next is worth being asked twice. This counts for {said}." in page


def test_confirming_leads_to_no_other_site(client, chief_executive):
    client.force_login(chief_executive)
    grow_old(client)

    landed = client.post(
        reverse("account_reauthenticate"), {"password": PASSWORD, "next": "https://evil.example/"}
    )

    assert landed.url == "/"


def test_who_may_not_do_it_is_told_so_and_not_asked(client, people, outsider, panel_member):
    check = reverse("governance:packdraft-check", args=[people["draft"].pk])
    open_it = reverse("governance:pack-open", args=[people["pack"].pk])
    answers = {}
    for person in (outsider, panel_member):
        client.force_login(person)
        grow_old(client)
        answers[person] = [client.get(url).status_code for url in (check, open_it)]
        answers[person] += [client.post(url, {}).status_code for url in (check, open_it)]

    assert answers == {outsider: [200, 403, 403, 403], panel_member: [404] * 4}


def test_signing_in_is_a_confirmation_of_its_own(client, people):
    client.post(
        reverse("account_login"), {"login": people["accountable"].email, "password": PASSWORD}
    )

    page = client.get(reverse("governance:packdraft-check", args=[people["draft"].pk]))

    assert page.status_code == 200


@pytest.mark.parametrize(("seconds", "answer"), [(14 * 60, 200), (15 * 60 + 1, 302)])
def test_a_proof_lasts_a_quarter_of_an_hour_of_the_machines_clock(
    client, people, office, seconds, answer
):
    client.force_login(people["accountable"])
    office.set_clock(NOW + dt.timedelta(hours=3))
    office.save()
    grow_old(client, seconds)

    page = client.get(reverse("governance:packdraft-check", args=[people["draft"].pk]))

    assert page.status_code == answer


def test_a_session_without_any_proof_is_asked(client, people):
    client.force_login(people["accountable"])
    session = client.session
    del session["account_authentication_methods"]
    session.save()

    page = client.get(reverse("governance:packdraft-check", args=[people["draft"].pk]))

    assert page.status_code == 302


def test_the_proof_of_another_person_counts_for_nobody(client, people):
    client.force_login(people["accountable"])
    session = client.session
    session["account_authentication_methods_user"] = str(people["administrator"].pk)
    session.save()

    page = client.get(reverse("governance:packdraft-check", args=[people["draft"].pk]))

    assert page.status_code == 302


def test_a_pack_is_published_once_however_the_form_was_sent(client, people):
    client.force_login(people["accountable"])
    url = reverse("governance:packdraft-check", args=[people["draft"].pk])
    typed = filled(client, url, has_read="on")
    grow_old(client)
    packs = Pack.objects.count()
    asked = client.post(url, typed)
    client.post(asked.url, {"password": PASSWORD, "next": url})

    between = Pack.objects.count()
    client.post(url, typed)
    client.post(url, typed)

    assert (between, Pack.objects.count()) == (packs, packs + 1)


def test_a_hand_over_is_made_once_after_confirming(client, people):
    client.force_login(people["administrator"])
    url, typed = handing_over(client, people)
    grow_old(client)
    asked = client.post(url, typed)
    client.post(asked.url, {"password": PASSWORD, "next": url})
    assert Handover.objects.count() == 0

    client.post(url, as_shown(client.get(url), **typed))

    assert Handover.objects.get().to_user == people["newcomer"]
