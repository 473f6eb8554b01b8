"""Which measures a pack shows: chosen while it is prepared, by several people at once."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import PackDraft
from plans.models import Measure
from tests.factories import LONDON, PoliceAndCrimePlanFactory, PriorityFactory, voice
from tests.governance.packs import CUT_OFF, draft_for
from tests.governance.reading import page, words_of
from tests.plans.measures import VECTOR, MeasureFactory, observed


@pytest.fixture
def measure(plan):
    """Eighteen months from April 2019."""
    scorecard = plan.police_and_crime_plan
    priority = PriorityFactory(plan=scorecard, number=2, title="Help")
    return observed(
        MeasureFactory(title="Calls answered", plan=scorecard, priority=priority), *VECTOR
    )


def end(measure):
    measure.end(
        words="No use.", said_on=dt.date(2020, 11, 1), by=voice(),
        at=dt.datetime(2020, 11, 1, tzinfo=LONDON),
    )  # fmt: skip


def measures_url(draft):
    return reverse("governance:packdraft-measures", args=[draft.pk])


def filled(client, url, **typed):
    form = client.get(url).context["form"]
    return {field.name: field.value() for field in form.hidden_fields()} | typed


def test_measures_are_chosen_and_previewed(client, plan, activity, measure, outsider):
    draft = draft_for(plan)
    client.force_login(outsider)
    url = measures_url(draft)

    response = client.post(url, filled(client, url, measures=[measure.pk]))

    draft.refresh_from_db()
    preview = reverse("governance:packdraft-preview", args=[draft.pk])
    assert response.url == draft.get_absolute_url()
    assert list(draft.measures.all()) == [measure]
    assert (draft.saved_by, draft.version) == (outsider, 2)
    assert "1 chosen" in page(client, draft.get_absolute_url())
    assert f'href="{preview}measures/1/">Calls answered</a>' in page(client, preview)
    assert "August 2019 10 calls" in words_of(page(client, f"{preview}measures/1/"))
    assert client.get(f"{preview}measures/2/").status_code == 404
    assert "Calls answered Last value: September 2020" in words_of(
        page(client, reverse("governance:packdraft-check", args=[draft.pk]))
    )


def test_every_measure_can_be_left_out_again(client, plan, activity, measure, outsider):
    draft = draft_for(plan, measures=[measure])
    client.force_login(outsider)
    url = measures_url(draft)

    client.post(url, filled(client, url))

    assert not PackDraft.objects.get().measures.exists()
    assert "None chosen" in page(client, draft.get_absolute_url())


def test_only_measures_of_the_police_and_crime_plan_are_offered(
    client, plan, activity, measure, outsider
):
    another = PoliceAndCrimePlanFactory(title="An earlier plan")
    elsewhere = MeasureFactory(title="Of another plan", plan=another)
    ended = MeasureFactory(title="Told no more", plan=measure.plan)
    end(ended)
    draft = draft_for(plan)
    client.force_login(outsider)
    url = measures_url(draft)

    refused = client.post(url, filled(client, url, measures=[elsewhere.pk]))

    offered = refused.context["form"].fields["measures"].queryset
    assert list(offered) == [measure]
    assert "Select measures of this list only" in refused.content.decode()
    assert not draft.measures.exists()


def test_a_measure_that_ended_stays_while_it_is_chosen(client, plan, activity, measure, outsider):
    draft = draft_for(plan, measures=[measure])
    end(measure)
    client.force_login(outsider)

    words = words_of(page(client, measures_url(draft)))

    assert "Calls answered (2. Help), no longer reported" in words


def test_the_page_says_where_there_is_no_measure_to_choose(client, plan, activity, outsider):
    client.force_login(outsider)

    assert "There is no measure to choose" in page(client, measures_url(draft_for(plan)))


def test_two_who_choose_at_once_lose_nothing(
    client, plan, activity, measure, outsider, finance_chief
):
    other = MeasureFactory(title="Days waited", plan=measure.plan)
    draft = draft_for(plan)
    client.force_login(outsider)
    url = measures_url(draft)
    mine = filled(client, url, measures=[measure.pk])
    draft.change(by=finance_chief, at=CUT_OFF, measures=[other])

    refused = client.post(url, mine)
    again = mine | {"base": refused.context["form"]["base"].value()}
    accepted = client.post(url, again)

    theirs = refused.content.decode().split('id="theirs"')[1].split("</section>")[0]
    assert refused.status_code == 409
    assert "Days waited" in theirs
    assert f'value="{measure.pk}" checked' in " ".join(refused.content.decode().split())
    assert accepted.status_code == 302
    assert list(PackDraft.objects.get().measures.all()) == [measure]


def test_one_who_writes_and_one_who_chooses_both_keep_theirs(
    client, plan, activity, measure, outsider, finance_chief
):
    draft = draft_for(plan)
    client.force_login(outsider)
    other = Client()
    other.force_login(finance_chief)
    words_url = reverse("governance:packdraft-words", args=[draft.pk])
    mine = filled(client, measures_url(draft), measures=[measure.pk])
    theirs = filled(other, words_url, commentary="Their words.")

    other.post(words_url, theirs)
    client.post(measures_url(draft), mine)

    draft.refresh_from_db()
    assert draft.commentary == "Their words."
    assert list(draft.measures.all()) == [measure]


def test_a_draft_that_is_gone_gives_back_no_keys(client, plan, activity, measure, outsider):
    draft = draft_for(plan)
    client.force_login(outsider)
    url = measures_url(draft)
    typed = filled(client, url, measures=[measure.pk])
    draft.delete()

    response = client.post(url, typed)

    assert response.status_code == 409
    assert "What you typed" not in response.content.decode()


def test_discarding_a_draft_leaves_the_measures(client, plan, activity, measure, outsider):
    draft = draft_for(plan, measures=[measure])
    client.force_login(outsider)

    client.post(reverse("governance:packdraft-discard", args=[draft.pk]), {"version": 1})

    assert not PackDraft.objects.exists()
    assert Measure.objects.get() == measure


@pytest.mark.parametrize(
    ("reader", "status"), [("panel_member", 404), ("administrator", 403), ("outsider", 200)]
)
def test_measures_are_chosen_by_any_post_of_the_office(
    client, request, plan, activity, measure, reader, status
):
    draft = draft_for(plan)
    client.force_login(request.getfixturevalue(reader))

    assert client.get(measures_url(draft)).status_code == status
