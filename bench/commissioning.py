"""A plan of 48 activities, and so many contracts with a year of reviews and eight measures.

Run as a program with a number of contracts it fills an empty database and prints where its pages
are. Rows are made in bulk; their columns are those that the verbs would leave.
"""

import datetime as dt
import json
import random
import sys
from decimal import Decimal

from bench.filling import CLOCK, CSRF, WORDS, cookies, fill_plan, make_panel, people

ACTIVITIES = 48
PRIORITIES = 4
MEASURES = 8
MONTHS = 36
REVIEWED_ON = [dt.date(2020, 6, 30), dt.date(2020, 9, 30), dt.date(2020, 12, 31), CLOCK.date()]


def fill(count):
    """Fill the database with `count` contracts; return what a reader needs to measure it."""
    from opcc.office.models import Office
    from plans.models import DeliveryPlan

    office = Office(is_demonstration=True)
    office.set_clock(CLOCK)
    office.save()
    user, leads = people()
    fill_plan(ACTIVITIES, user, leads, make_panel(leads[0]))
    priorities = make_priorities(DeliveryPlan.objects.get())
    make_measures(priorities, leads, user)
    make_contracts(count, leads, priorities, user)
    return {"paths": paths(priorities[0]), "cookies": cookies(user), "csrf": CSRF}


def paths(priority):
    from django.urls import reverse

    return {
        "priority": priority.get_absolute_url(),
        "contracts": reverse("commissioning:contract-list"),
        "scorecard": reverse("plans:scorecard-detail", args=[priority.plan_id]),
    }


def make_priorities(plan):
    from plans.models import PoliceAndCrimePlan, Priority

    served = PoliceAndCrimePlan.objects.create(
        title="Police and Crime Plan", starts_on=dt.date(2017, 4, 1), ends_on=dt.date(2021, 3, 31)
    )
    plan.police_and_crime_plan = served
    plan.save(update_fields=["police_and_crime_plan"])
    return [
        Priority.objects.create(plan=served, number=n, title=f"Priority {n}")
        for n in range(1, PRIORITIES + 1)
    ]


def make_measures(priorities, leads, user):
    """Two measures a priority, of three years each."""
    from plans.models import Measure, Observation
    from plans.periods import shift

    chance = random.Random(1)
    for n in range(MEASURES):
        measure = Measure.objects.create(
            title=f"Measure {n + 1}",
            definition=WORDS,
            source="The telephone system",
            frequency="month",
            better="higher",
            plan=priorities[0].plan,
            priority=priorities[n % PRIORITIES],
            owner=leads[n % len(leads)],
        )
        Observation.objects.bulk_create(
            Observation(
                measure=measure,
                period=shift(dt.date(2018, 4, 1), month),
                value=Decimal(chance.randint(80, 120)),
                said_on=CLOCK.date(),
                made_at=CLOCK,
                made_by=user,
                made_by_name=user.name,
            )
            for month in range(MONTHS)
        )


def make_contracts(count, leads, priorities, user):
    """A service and a provider for ten contracts, at most a hundred of each; four reviews each."""
    from commissioning.models import Contract, ContractReview, Provider, Service

    providers = Provider.objects.bulk_create(
        Provider(name=f"Provider {n}", kind="charity", owner=leads[0]) for n in range(some(count))
    )
    services = Service.objects.bulk_create(
        Service(title=f"Service {n}", kind="victims", purpose=WORDS, owner=leads[n % len(leads)])
        for n in range(some(count))
    )
    serving = Service.priorities.through
    serving.objects.bulk_create(
        serving(service=service, priority=priorities[n % PRIORITIES])
        for n, service in enumerate(services)
    )
    contracts = Contract.objects.bulk_create(
        contract(n, services[n % len(services)], providers[n % len(providers)], leads)
        for n in range(count)
    )
    ContractReview.objects.bulk_create(
        (review(each, on, user) for each in contracts for on in REVIEWED_ON), batch_size=1_000
    )


def some(count):
    return min(100, max(1, count // 10))


def contract(n, service, provider, leads):
    from commissioning.models import Contract

    value = Decimal(5_000 + 100 * n)
    starts_on, ends_on = dt.date(2019, 4, 1), dt.date(2021, 4, 30) + dt.timedelta(days=n % 700)
    return Contract(
        reference=f"C{n:05}",
        title=f"Contract {n}: support for those who need it",
        service=service,
        provider=provider,
        owner=leads[n % len(leads)],
        value=value,
        first_value=value,
        starts_on=starts_on,
        ends_on=ends_on,
        first_ends_on=ends_on,
        procurement_route="open",
    )


def review(reviewed, on, user):
    from commissioning.models import ContractReview

    return ContractReview(
        contract=reviewed,
        performance="on_track",
        performance_words=WORDS,
        risk="low",
        risk_words=WORDS,
        spend_to_date=Decimal(1_000),
        said_on=on,
        made_at=dt.datetime.combine(on, dt.time(10), tzinfo=CLOCK.tzinfo),
        made_by=user,
        made_by_name=user.name,
    )


def count_queries(filled):
    """{page's key: how many questions it asks}, once it has been asked for before."""
    from bench.counting import queries_of, reader

    client = reader(filled["cookies"])
    found = {}
    for name, path in filled["paths"].items():
        client.get(path)
        found[name] = queries_of(lambda path=path: client.get(path), 200)
    return found


if __name__ == "__main__":
    import django

    django.setup()
    made = fill(int(sys.argv[1]))
    print(json.dumps(made | {"queries": count_queries(made)}))
