"""The demonstration's services, contracts, money and measures once loaded. Loaded once here."""

import datetime as dt
import io
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from commissioning import models
from commissioning.models import (
    AgreementReview,
    Contract,
    ContractLine,
    ContractReview,
    Grant,
    Intention,
    Payment,
    Provider,
    Service,
    ServiceLevelAgreement,
    ServicePlanItem,
    ServicePlanLine,
    SharedService,
)
from governance.models import Pack, PackDraft
from opcc.office.models import Office
from plans import sample
from plans.measures import readings
from plans.models import DeliveryPlan, Measure, MeasureLine, Observation
from plans.registers import facts
from tests.commissioning.factories import ProviderFactory

TODAY = dt.date(2021, 3, 22)
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LINES = (AgreementReview, ContractLine, ContractReview, MeasureLine, Observation, ServicePlanLine)
TABLES = [getattr(models, name) for name in models.__all__]
ROWS = [Measure, *(table for table in TABLES if table not in LINES)]

HEADLINES = {
    "Calls to domestic abuse helplines": (
        "No significant change since April 2020 (trial limits: 11 of 12 months)"
    ),
    "Contacts from the public": "No significant change since March 2018",
    "Cost of the Commissioner's personal office": "Too few values to say: 1 so far",
    "Cost of the former Police Authority, in 2020 terms": "Too few values to say: 1 so far",
    "Days from referral to a first talk": ("No significant change now; last unusual in July 2020"),
    "Invoices paid within 30 days": "Getting better: seven months rising in a row",
    "Officers' hours spent waiting with people in crisis": (
        "Better than usual: nine months below the mean"
    ),
    "People with a home to go to on release": (
        "No significant change since July 2020 (trial limits: 8 of 12 months)"
    ),
    "Posts open at the end of the month": (
        "Worse than usual: unusually high in February 2021, above the upper limit for two months"
    ),
    "Victims satisfied with their support": "No significant change since April 2019",
}


def run():
    printed = io.StringIO()
    with override_settings(PASSWORD_HASHERS=QUICK):
        call_command("load_demonstration", stdout=printed)
    return printed.getvalue()


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    """What loading printed. Its rows stay until the last test here, and then go."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield run()
        transaction.set_rollback(True)


@pytest.fixture
def told(printed):
    """{title: MeasureReading} of every measure."""
    return {reading.measure.title: reading for reading in readings(Measure.objects.all())}


def references(contracts):
    return [contract.reference for contract in contracts.order_by("reference")]


# --- The whole ----------------------------------------------------------------------------------
def test_loading_says_what_it_added(printed):
    lines = printed.split("\n\n")[0].splitlines()

    assert "  10 measures with 262 values" in lines
    assert lines[-3:] == [
        "  12 services, 10 shared services, 10 service level agreements, 14 items of service plans",
        "  14 providers, 15 contracts, 78 reviews of contracts",
        "  12 grants, 15 items of spend, 12 commissioning intentions",
    ]


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_every_row_is_one_that_its_form_would_take(printed, model):
    rows = list(model.objects.all())

    for row in rows:
        row.full_clean()

    assert rows


@pytest.mark.parametrize("model", LINES, ids=lambda model: model.__name__)
def test_lines_are_spoken_in_a_post_before_the_clock(printed, model):
    posts = {post["title"] for post in sample.office()["posts"]}
    lines = list(model.objects.all())

    assert lines
    assert {line.made_by_post for line in lines} <= posts | {"Deputy for Commissioning Manager"}
    assert all(line.made_at <= sample.clock() for line in lines)
    assert all(line.said_on <= line.made_at.date() for line in lines)
    assert all(line.made_by_name.endswith(" (demonstration)") for line in lines)


def test_every_invented_row_says_so_to_colleagues(printed):
    named = {Service: "title", SharedService: "title"}
    unmarked = {
        str(row)
        for model in ROWS
        if model not in (*named, Measure)
        for row in model.objects.exclude(
            internal_note__startswith="Invented for this demonstration."
        )
    }

    assert unmarked == {"NHS England"}


def test_what_an_invented_provider_does_begins_by_saying_that_it_is_invented(printed):
    providers = Provider.objects.exclude(outline__startswith="Invented for this demonstration. ")

    assert [provider.name for provider in providers] == ["NHS England"]


def test_a_second_run_changes_nothing(printed):
    tables = [*TABLES, Measure, MeasureLine, Observation]
    before = [table.objects.count() for table in tables]

    run()

    assert [table.objects.count() for table in tables] == before


def test_every_register_of_both_apps_has_rows(printed):
    empty = [name for name, register in facts.REGISTERS.items() if not register.rows().exists()]

    assert empty == []


# --- Contracts ----------------------------------------------------------------------------------
def test_contracts_stand_in_every_state(printed):
    states = Counter(contract.state_on(TODAY) for contract in Contract.objects.all())

    assert states == {"running": 11, "notice": 1, "upcoming": 1, "ended": 1, "closed": 1}


def test_three_contracts_lack_the_review_of_this_quarter(printed):
    lacking = Contract.objects.with_last_review().not_reviewed(TODAY)

    assert references(lacking) == ["DEMO-08", "DEMO-11", "DEMO-15"]


def test_one_contract_is_at_risk_and_one_off_track(printed):
    judged = Contract.objects.with_last_review().live(TODAY)

    assert references(judged.filter(performance="at_risk")) == ["DEMO-06"]
    assert references(judged.filter(performance="off_track")) == ["DEMO-12"]


def test_contracts_of_two_years_have_eight_quarterly_reviews_that_stand(printed):
    counts = Counter(r.contract.reference for r in ContractReview.objects.standing())

    assert sorted(counts.values()) == [1, 2, 3, 3, 3, 4, 5, *[8] * 7]


def test_one_review_was_corrected_and_both_can_be_read(printed):
    correction = ContractReview.objects.exclude(corrects=None).get()

    assert (correction.corrects.spend_to_date, correction.spend_to_date) == (271000, 206000)
    assert correction.said_on == correction.corrects.said_on
    assert correction.words.startswith("Corrected: ")


def test_varied_contracts_say_why_and_keep_what_was_first_agreed(printed):
    varied = Contract.objects.filter(variations__gt=0)

    assert references(varied) == ["DEMO-02", "DEMO-05", "DEMO-13"]
    for contract in varied:
        lines = contract.lines.filter(kind="varied")
        assert lines.count() == contract.variations
        assert all(line.words for line in lines)
        assert contract.first_ends_on < contract.ends_on


def test_one_contract_waits_to_be_published_and_one_need_not_be(printed):
    small = [c.reference for c in Contract.objects.all() if not c.must_be_published]

    assert references(Contract.objects.to_be_published()) == ["DEMO-07"]
    assert small == ["DEMO-15"]


def test_two_services_have_no_live_contract(printed):
    services = Service.objects.without_live_contract(TODAY)

    assert sorted(service.title for service in services) == [
        "Early help and crime prevention",
        "Services for vulnerable people",
    ]


def test_every_contract_but_one_serves_an_activity(printed):
    assert references(Contract.objects.filter(activities=None)) == ["DEMO-15"]


# --- Money --------------------------------------------------------------------------------------
def test_grants_of_twelve_months_are_published_but_the_last_two(printed):
    months = Grant.objects.dates("made_on", "month")

    assert len(months) == 12
    assert [str(g.made_on) for g in Grant.objects.to_be_published().order_by("made_on")] == [
        "2021-02-16",
        "2021-03-09",
    ]


def test_spend_at_or_under_the_threshold_is_not_published(printed):
    under = Payment.objects.filter(amount__lte=500)

    assert under.count() == 4
    assert under.filter(published_on=None).count() == 4
    assert [str(p.paid_on) for p in Payment.objects.to_be_published().order_by("paid_on")] == [
        "2021-01-28",
        "2021-03-11",
    ]


def test_intentions_of_two_years_have_every_outcome(printed):
    outcomes = Counter(Intention.objects.values_list("year", "outcome"))

    assert outcomes == {
        (2020, "agreed"): 2,
        (2020, "part"): 1,
        (2021, "agreed"): 2,
        (2021, "part"): 2,
        (2021, "refused"): 1,
        (2021, "waiting"): 4,
    }


def test_each_year_has_intentions_in_all_three_themes(printed):
    themes = set(Intention.objects.values_list("year", "theme"))

    assert themes == {(y, t) for y in (2020, 2021) for t in ("demand", "victims", "justice")}


# --- Shared services ----------------------------------------------------------------------------
def test_one_agreement_is_late_for_its_review(printed):
    late = ServiceLevelAgreement.objects.due_for_review(TODAY)

    assert [agreement.service.title for agreement in late] == ["Professional Standards"]


def test_service_plans_have_items_done_moved_and_late(printed):
    items = ServicePlanItem.objects

    assert [item.title for item in items.late(TODAY)] == ["Second surplus site valued"]
    assert items.exclude(done_on=None).count() == 7
    assert items.filter(moves=1).count() == 1
    assert not items.filter(activities=None).exists()


# --- Measures -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("title", "headline"), HEADLINES.items())
def test_a_measure_tells_its_story(told, title, headline):
    assert told[title].headline == headline


def test_every_measure_has_its_story_here(told):
    assert sorted(told) == sorted(HEADLINES)


def test_one_target_is_met_only_by_chance(told):
    assured = {title: reading.assurance for title, reading in told.items() if reading.assurance}

    assert assured == {
        "Victims satisfied with their support": (
            "The target of 80 per cent will be met only by chance: it lies between the limits"
        )
    }


def test_one_measure_has_its_limits_begun_anew_and_one_its_definition_changed(told):
    breaks = {
        title: [(line.kind, str(line.from_period)) for _, line in reading.breaks]
        for title, reading in told.items()
        if reading.breaks
    }

    assert breaks == {
        "Calls to domestic abuse helplines": [("rebased", "2020-04-01")],
        "Victims satisfied with their support": [("redefined", "2019-04-01")],
    }


def test_one_value_is_provisional_and_one_was_revised(told):
    provisional = [t for t, r in told.items() if any(o.is_provisional for o in r.observations)]
    revised = {
        (title, row.period, row.value, *(value for value, _ in row.earlier))
        for title, reading in told.items()
        for row in reading.rows
        if row.earlier
    }

    assert provisional == ["Calls to domestic abuse helplines"]
    assert revised == {
        ("Days from referral to a first talk", "November 2020", "8.6 days", "9.6 days")
    }


def test_one_point_alone_is_outside_its_limits_in_the_summer_of_2020(told):
    reading = told["Days from referral to a first talk"]

    assert [row.period for row in reading.rows if row.is_marked] == ["July 2020"]


def test_packs_from_january_on_show_four_measures_as_they_were_then(printed):
    january = Pack.objects.get(meeting__on="2021-01-14", version=2)
    shown = {m["title"]: m["values"][-1] for m in january.facts["content"]["measures"]}

    assert sorted(shown) == [
        "Contacts from the public",
        "Days from referral to a first talk",
        "Officers' hours spent waiting with people in crisis",
        "Victims satisfied with their support",
    ]
    assert shown["Days from referral to a first talk"]["period"] == "2020-11-01"
    assert shown["Days from referral to a first talk"]["value"] == "9.6"
    assert PackDraft.objects.get().measures.count() == 4


def test_earlier_packs_show_none(printed):
    packs = Pack.objects.filter(meeting__on__lt="2021-01-01")

    assert [pack.facts["content"]["measures"] for pack in packs] == [[], []]


def test_the_record_and_the_packs_verify(printed):
    said = io.StringIO()

    call_command("verify_record", stdout=said)

    assert "All 4 packs are as published" in said.getvalue()


# --- Refusals -----------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_database_that_holds_a_provider_is_left_alone():
    ProviderFactory(owner__title="Clerk")

    with pytest.raises(CommandError) as refused:
        call_command("load_demonstration")

    assert "(1 post, 1 provider)" in str(refused.value)
    assert (Provider.objects.count(), DeliveryPlan.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_a_failure_among_the_money_leaves_nothing_behind(monkeypatch):
    def fail(*args, **facts):
        raise RuntimeError("The disk is full")

    monkeypatch.setattr("commissioning.sample.loading.publish_all", fail)

    with pytest.raises(RuntimeError):
        run()

    assert not Office.objects.exists()
    assert not Measure.objects.exists()
