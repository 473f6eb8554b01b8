"""What the registers of commissioning say beside an activity, a priority and a post."""

import datetime as dt

import pytest

from commissioning.models import Contract
from plans.models import Priority
from plans.registers import links
from plans.registers.carrying import carry_registers, what_a_post_answers_for
from tests.commissioning.factories import (
    AgreementFactory,
    ContractFactory,
    GrantFactory,
    IntentionFactory,
    PaymentFactory,
    ProviderFactory,
    ServiceFactory,
    ServicePlanItemFactory,
    SharedServiceFactory,
    reviewed,
)
from tests.factories import post
from tests.plans.measures import MeasureFactory, observed

TODAY = dt.date(2020, 12, 14)

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority(plan):
    return Priority.objects.create(
        plan=plan.police_and_crime_plan, number=2, title="Protect the vulnerable"
    )


def shown(sections):
    return {s.heading: [(item.title, item.note) for item in s.items] for s in sections}


def asked(posts, on=TODAY):
    return [(due.what, due.item.title, due.item.is_late) for due in links.due_from(posts, on)]


def test_an_activity_leads_to_its_service_and_through_it_to_the_contract(activity, outsider):
    service = ServiceFactory(title="Victim services")
    service.activities.add(activity)
    contract = ContractFactory(reference="C1", title="Support", service=service)
    reviewed(contract, on=dt.date(2020, 10, 12))

    assert shown(links.about_activity(activity, outsider, TODAY)) == {
        "Services": [("Victim services", "Victims of crime")],
        "Contracts": [
            ("C1 Support", "Running until 31 March 2022. Last review 12 October 2020: on track")
        ],
    }


def test_a_priority_leads_to_all_that_serves_it(priority, outsider):
    service = ServiceFactory(title="Victim services")
    service.priorities.add(priority)
    ContractFactory(reference="C1", title="Support", service=service)
    GrantFactory(title="Night bus", service=service, amount="586.20")
    IntentionFactory(title="More counselling", service=service)
    shared = SharedServiceFactory(title="Finance")
    shared.priorities.add(priority)
    AgreementFactory(title="Finance for both", service=shared)

    found = shown(links.about_priority(priority, outsider, TODAY))

    assert list(found) == [
        "Services",
        "Contracts",
        "Grants",
        "Commissioning intentions",
        "Shared services",
        "Service level agreements",
    ]
    assert found["Contracts"] == [
        ("C1 Support", "Running until 31 March 2022. Not reviewed yet, none this quarter")
    ]
    assert found["Grants"] == [("Night bus", "£586.20, 10 November 2020, not published yet")]


def test_contracts_of_concern_come_first_beside_a_priority_and_are_counted(priority, outsider):
    service = ServiceFactory()
    service.priorities.add(priority)
    late = dt.date(2020, 12, 1)
    for reference, performance, next_review_on in [
        ("Well", "on_track", None),
        ("Late", "on_track", late),
        ("Wavering", "at_risk", late),
        ("Failing", "off_track", None),
    ]:
        reviewed(
            ContractFactory(reference=reference, service=service), on=dt.date(2020, 10, 12),
            performance=performance, words="It is helped.", next_review_on=next_review_on,
        )  # fmt: skip
    shut = ContractFactory(reference="Shut", service=service, ends_on=dt.date(2020, 10, 31))
    reviewed(shut, on=dt.date(2020, 10, 12), performance="off_track", words="It is helped.")
    Contract.objects.filter(pk=shut.pk).update(closed_on=dt.date(2020, 11, 2))

    _, section = links.about_priority(priority, outsider, TODAY)

    assert [item.title.split()[0] for item in section.items] == [
        "Failing",
        "Wavering",
        "Late",
        "Well",
        "Shut",
    ]
    assert (section.of_concern, section.late) == (2, 2)


def test_the_page_of_a_priority_says_how_many_contracts_are_off_track_or_at_risk(
    client, priority, outsider
):
    service = ServiceFactory()
    service.priorities.add(priority)
    reviewed(ContractFactory(service=service), on=dt.date(2020, 10, 12), performance="at_risk")
    ContractFactory(service=service)
    client.force_login(outsider)

    page = client.get(priority.get_absolute_url()).content.decode()

    assert '<span class="app-count">2, 1 off track or at risk</span>' in page
    assert '<span class="app-count">1</span>' in page


def test_my_work_asks_for_what_is_late_before_what_is_off_track():
    failing = ContractFactory(reference="C1", title="Failing")
    reviewed(failing, on=dt.date(2020, 9, 30), performance="off_track", words="It is helped.")
    late = ContractFactory(reference="C2", title="Late")
    reviewed(late, on=dt.date(2020, 10, 5), next_review_on=dt.date(2020, 12, 13))

    assert [title for _, title, _ in asked([failing.owner_id])] == ["C2 Late", "C1 Failing"]


def test_what_has_nothing_to_do_with_a_priority_is_not_beside_it(priority, outsider):
    ContractFactory()
    ServiceFactory(title="Another")

    assert links.about_priority(priority, outsider, TODAY) == []


def test_a_contract_of_which_nobody_wrote_this_quarter_is_asked_of_its_manager():
    contract = ContractFactory(reference="C1", title="Support")
    reviewed(contract, on=dt.date(2020, 9, 30))
    posts = [contract.owner_id]

    before = asked(posts)
    contract.refresh_from_db()
    reviewed(contract, on=dt.date(2020, 12, 14))

    assert before == [("To review", "C1 Support", False)]
    assert asked(posts) == []


def test_a_planned_review_that_passed_is_asked_for_though_the_quarter_has_one():
    contract = ContractFactory(reference="C1", title="Support")
    reviewed(contract, on=dt.date(2020, 10, 5), next_review_on=dt.date(2020, 12, 13))

    due = links.due_from([contract.owner_id], TODAY)

    assert [(one.what, one.due_on, one.item.is_late) for one in due] == [
        ("To review", dt.date(2020, 12, 13), True)
    ]
    assert due[0].item.note.endswith("on track. Next review due 13 December 2020, late by 1 day")
    assert asked([contract.owner_id], on=dt.date(2020, 12, 13)) == []


@pytest.mark.parametrize(
    "days",
    [
        {"starts_on": dt.date(2021, 1, 1)},
        {"ends_on": dt.date(2020, 12, 13)},
        {"closed_on": dt.date(2020, 12, 1)},
    ],
)
def test_a_contract_that_does_not_run_asks_for_no_review(days):
    contract = ContractFactory(**days)

    assert asked([contract.owner_id]) == []


def test_an_agreement_is_asked_for_from_14_days_before_its_review():
    agreement = AgreementFactory(title="Finance for both", review_on=dt.date(2020, 12, 13))
    posts = [agreement.owner_id]

    assert asked(posts) == [("To review", "Finance for both", True)]
    assert asked(posts, on=dt.date(2020, 11, 29)) == [("To review", "Finance for both", False)]
    assert asked(posts, on=dt.date(2020, 11, 28)) == []


def test_grants_and_spend_over_the_threshold_are_asked_for_once_their_month_is_over():
    grant = GrantFactory(title="November’s", made_on=dt.date(2020, 11, 30))
    GrantFactory(title="December’s", made_on=dt.date(2020, 12, 1))
    PaymentFactory(title="Over", amount=501, paid_on=dt.date(2020, 11, 2))
    PaymentFactory(title="At the threshold", amount=500, paid_on=dt.date(2020, 11, 2))

    assert asked([grant.owner_id]) == [
        ("To publish", "November’s", False),
        ("To publish", "Over", False),
    ]


def test_a_measure_is_asked_for_once_the_period_after_its_last_value_is_over():
    measure = observed(MeasureFactory(title="Calls answered"), 3, 4, since=dt.date(2020, 9, 1))
    posts = [measure.owner_id]

    assert asked(posts, on=dt.date(2020, 11, 30)) == []
    assert asked(posts, on=dt.date(2020, 12, 1)) == [("To enter", "Calls answered", False)]


def test_everything_open_goes_along_when_a_post_hands_on_what_it_answers_for(administrator):
    leaving, taking = post("Chief Financial Officer"), post("Deputy Chief Executive")
    rows = [
        ContractFactory(),
        ServiceFactory(title="Another"),
        ProviderFactory(name="Another"),
        GrantFactory(),
        PaymentFactory(),
        IntentionFactory(),
        SharedServiceFactory(),
        AgreementFactory(),
        ServicePlanItemFactory(),
        MeasureFactory(),
    ]

    carry_registers(leaving, taking, by=administrator, reason="The team has moved.")

    for row in rows:
        row.refresh_from_db()
    assert {row.owner for row in rows} == {taking}
    assert what_a_post_answers_for(leaving) == []


def test_what_a_post_answers_for_is_counted_by_register():
    ContractFactory()
    MeasureFactory()

    assert what_a_post_answers_for(post("Chief Financial Officer")) == [
        "1 measure",
        "1 contract",
        "1 service",
        "1 provider",
    ]


@pytest.mark.parametrize("number", [1, 40])
def test_a_priority_is_one_query_whatever_hangs_on_it(
    priority, outsider, django_assert_num_queries, number
):
    service = ServiceFactory()
    service.priorities.add(priority)
    for _ in range(number):
        reviewed(ContractFactory(service=service), on=dt.date(2020, 10, 12))

    assert outsider.works_here  # Who they are was asked before.
    with django_assert_num_queries(1):
        links.about_priority(priority, outsider, TODAY)


def test_a_panel_member_is_shown_nothing(priority, panel_member):
    service = ServiceFactory()
    service.priorities.add(priority)

    assert links.about_priority(priority, panel_member, TODAY) == []
