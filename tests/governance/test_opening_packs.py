"""The day from which everybody may read a pack, and that nothing else changes one."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.models import Pack, PackDraft, PackOpening, PackPart
from governance.urls import packs as addresses
from tests import factories
from tests.factories import LONDON, said
from tests.governance.packs import draft_for, published
from tests.governance.test_preparing import address, filled


@pytest.fixture
def publisher(client, chief_executive):
    client.force_login(chief_executive)
    return client


@pytest.fixture
def pack(plan, activity):
    said(activity, on=dt.date(2020, 12, 1))
    return published(plan)


def day(value):
    return dict(zip(("public_from_0", "public_from_1", "public_from_2"), value, strict=True))


def test_a_day_that_has_passed_opens_it_at_once(publisher, pack, now):
    url = address("pack-open", pack.pk)

    response = publisher.post(url, filled(publisher, url, access="open", **day((1, 12, 2020))))

    opening = pack.openings.get()
    assert response.url == pack.get_absolute_url()
    assert opening.public_from == dt.date(2020, 12, 1)
    assert opening.made_by_post == "Chief Executive"
    assert Pack.objects.public(timezone.localdate(now)).get() == pack


def test_closing_it_again_takes_words_and_leaves_the_history(publisher, plan, activity, now):
    pack = published(plan, public_from=dt.date(2020, 12, 1))
    url = address("pack-open", pack.pk)

    asked = publisher.post(url, filled(publisher, url, access="closed"))
    publisher.post(url, filled(publisher, url, access="closed", words="A name has to come out."))
    page = publisher.get(url).content.decode()

    assert "Say why it is closed again" in asked.content.decode()
    assert not Pack.objects.public(timezone.localdate(now)).exists()
    assert "A name has to come out." in page
    assert "Public from 1 December 2020" in page


def test_a_form_sent_twice_writes_one_line(publisher, pack):
    url = address("pack-open", pack.pk)
    typed = filled(publisher, url, access="open", **day((1, 12, 2020)))

    publisher.post(url, typed)
    again = publisher.post(url, typed)

    assert again.status_code in (200, 302)
    assert pack.openings.count() == 1


def test_two_who_open_it_differently_are_told(publisher, chief_executive, pack):
    url = address("pack-open", pack.pk)
    typed = filled(publisher, url, access="open", **day((1, 12, 2020)))
    deputy = Client()
    deputy.force_login(factories.deputy_of("Chief Executive"))
    deputy.post(url, filled(deputy, url, access="open", **day((1, 2, 2021))))

    refused = publisher.post(url, typed)

    assert refused.status_code == 409
    assert pack.openings.count() == 1


@pytest.mark.parametrize(("who", "status"), [
    ("panel_member", 403), ("outsider", 403), ("administrator", 403), ("chief_executive", 200),
])  # fmt: skip
def test_who_may_open_a_pack(client, request, pack, chief_executive, who, status):
    client.force_login(request.getfixturevalue(who))
    url = address("pack-open", pack.pk)

    expected = 404 if who == "panel_member" else status
    assert client.get(url).status_code == expected
    if status != 200:
        assert client.post(url, {}).status_code == expected
    assert not PackOpening.objects.exists()


# --- Nothing deletes ----------------------------------------------------------------------------
def test_no_address_deletes_a_published_pack():
    names = {pattern.name for pattern in addresses.urlpatterns}

    assert [n for n in names if n and re.search("delete|remove|discard", n)] == [
        "packdraft-discard"
    ]


@pytest.mark.parametrize("model", ["pack", "packpart", "packopening", "packdraft"])
def test_admin_only_reads(client, administrator, model, plan, activity):
    published(plan, public_from=dt.date(2020, 12, 1))
    draft_for(plan, on=dt.date(2021, 1, 14))
    client.force_login(administrator)
    rows = {
        "pack": Pack, "packpart": PackPart, "packopening": PackOpening, "packdraft": PackDraft,
    }  # fmt: skip
    kept = rows[model].objects.get().pk

    assert client.get(reverse(f"admin:governance_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:governance_{model}_change", args=[kept])).status_code == 200
    assert client.get(reverse(f"admin:governance_{model}_add")).status_code == 403
    assert client.post(
        reverse(f"admin:governance_{model}_delete", args=[kept]), {"post": "yes"}
    ).status_code == 403  # fmt: skip


def test_before_opening_it_is_said_what_that_tells_of_a_pack_that_is_not_public(
    client, chief_executive, plan, activity
):
    published(plan, on=dt.date(2020, 9, 10), cut_off=dt.datetime(2020, 9, 1, 17, tzinfo=LONDON))
    pack = published(plan)
    client.force_login(chief_executive)

    page = client.get(reverse("governance:pack-open", args=[pack.pk])).content.decode()

    assert "what changed since the position of 1 September 2020, which is not public" in page
