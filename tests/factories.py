"""Makers of test data. They hold no surprises: a test states every value it relies on."""

import datetime as dt
from zoneinfo import ZoneInfo

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from opcc.office.models import Department, Holding, Office, Post, User
from plans import record
from plans.models import DeliveryPlan, Objective, PoliceAndCrimePlan, Priority

LONDON = ZoneInfo("Europe/London")
PASSWORD = "a-password-for-tests"


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office

    full_name = "Office of the Police and Crime Commissioner for Testshire"
    short_name = "OPCC"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence("person{}@example.org".format)
    name = factory.Sequence("Person {}".format)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(password=PASSWORD, **kwargs)


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    name = factory.Sequence("Department {}".format)
    kind = Department.Kind.HOSTED


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post
        django_get_or_create = ["title"]

    title = factory.Sequence("Post {}".format)


class PoliceAndCrimePlanFactory(DjangoModelFactory):
    class Meta:
        model = PoliceAndCrimePlan
        django_get_or_create = ["title"]

    title = "Police and Crime Plan 2017 to 2021"
    starts_on = dt.date(2017, 4, 1)
    ends_on = dt.date(2021, 3, 31)


class PriorityFactory(DjangoModelFactory):
    class Meta:
        model = Priority

    plan = factory.SubFactory(PoliceAndCrimePlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence("Priority {}".format)


class DeliveryPlanFactory(DjangoModelFactory):
    class Meta:
        model = DeliveryPlan

    title = "Delivery Plan 2020 to 2021"
    starts_on = dt.date(2020, 4, 1)
    police_and_crime_plan = factory.SubFactory(PoliceAndCrimePlanFactory)


class ObjectiveFactory(DjangoModelFactory):
    class Meta:
        model = Objective
        django_get_or_create = ["plan", "number"]

    plan = factory.SubFactory(DeliveryPlanFactory)
    number = 1
    title = factory.Sequence("Objective {}".format)


def moment(year, month, day, hour=9):
    """A time in London."""
    return dt.datetime(year, month, day, hour, tzinfo=LONDON)


PROMISED_AT = moment(2020, 4, 1)


def user_in(group, **fields):
    user = UserFactory(**fields)
    user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def post(title, **fields):
    return PostFactory(title=title, **fields)


def holding(title, kind, **fields):
    user = user_in("Staff", name=f"{title} ({kind})")
    Holding.objects.create(
        post=post(title, **fields), user=user, kind=kind, starts_on=dt.date(2020, 4, 1)
    )
    return user


def holder_of(title, **fields):
    return holding(title, Holding.Kind.HOLDER, **fields)


def deputy_of(title, **fields):
    return holding(title, Holding.Kind.DEPUTY, **fields)


def supporter_of(title, **fields):
    return holding(title, Holding.Kind.SUPPORT, **fields)


def voice(name="Chief Financial Officer", post="Chief Financial Officer", user=None):
    return record.Voice(name=name, post=post, user=user)


def promised_activity(plan, *, lead, number=None, objective=1, at=None, **details):
    """An activity with its first line, promised by nobody in particular.

    Promised on 1 April 2020, or with the plan's newest line where that is later.
    """
    newest = plan.entries.order_by("number").last()
    at = at or max(PROMISED_AT, newest.made_at if newest else PROMISED_AT)
    objective = ObjectiveFactory(plan=plan, number=objective)
    number = number or objective.activities.count() + 1
    details = {
        "title": f"Activity {objective.number}.{number}",
        "due_on": dt.date(2021, 3, 31),
        **details,
    }
    return record.promise(
        objective, number=number, lead=lead, by=voice("Import", ""), at=at, **details
    )


def said(activity, status="on_track", *, on, narrative="Work goes on as planned.", **words):
    """An approved update, at nine in the morning of that day."""
    at = dt.datetime(on.year, on.month, on.day, 9, tzinfo=LONDON)
    return record.update(activity, status=status, narrative=narrative, by=voice(), at=at, **words)
