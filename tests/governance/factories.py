"""Makers of test data for governance. They hold no surprises, as in tests.factories."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from governance.models import (
    Action,
    Body,
    Decision,
    Meeting,
    ProgrammeItem,
    PublicationDuty,
    Risk,
    ScrutinyItem,
    Strategy,
)
from tests.factories import PostFactory


class RegisteredFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    owner = factory.SubFactory(PostFactory, title="Chief Financial Officer")


class BodyFactory(RegisteredFactory):
    class Meta:
        model = Body
        django_get_or_create = ["name"]

    name = "Joint Audit Committee"
    kind = Body.Kind.SCRUTINY
    our_role = Body.Role.REPORTS


def the_panel(**fields):
    return BodyFactory(name="Police and Crime Panel", is_panel=True, **fields)


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory)
    on = dt.date(2021, 1, 14)


class ProgrammeItemFactory(RegisteredFactory):
    class Meta:
        model = ProgrammeItem

    title = factory.Sequence("Topic {}".format)
    synopsis = "What the work involves."
    offered_on = dt.date(2020, 9, 1)


class ScrutinyItemFactory(RegisteredFactory):
    class Meta:
        model = ScrutinyItem

    kind = "question"
    title = factory.Sequence("Question {}".format)
    words = "How long do victims wait?"
    source = "panel"
    raised_on = dt.date(2020, 12, 1)
    clock = "period"
    period_days = 20
    due_on = dt.date(2020, 12, 21)
    first_due_on = dt.date(2020, 12, 21)


class RiskFactory(RegisteredFactory):
    class Meta:
        model = Risk

    title = factory.Sequence("Risk {}".format)
    cause = "Two posts stay vacant."
    event = "Complaints wait for longer than the law allows."
    effect = "People lose trust."
    opened_on = dt.date(2020, 6, 1)


class DecisionFactory(RegisteredFactory):
    class Meta:
        model = Decision

    reference = factory.Sequence("D{}".format)
    title = "Extend a contract"
    taken_on = dt.date(2020, 11, 2)
    taken_by = "Police and Crime Commissioner"
    reason = "The service works."


class ActionFactory(RegisteredFactory):
    class Meta:
        model = Action

    title = factory.Sequence("Action {}".format)
    raised_on = dt.date(2020, 11, 2)
    due_on = dt.date(2020, 12, 1)
    first_due_on = dt.date(2020, 12, 1)


class StrategyFactory(RegisteredFactory):
    class Meta:
        model = Strategy

    title = factory.Sequence("Strategy {}".format)
    kind = Strategy.Kind.STRATEGY
    state = Strategy.State.IN_FORCE


class PublicationDutyFactory(RegisteredFactory):
    class Meta:
        model = PublicationDuty

    title = factory.Sequence("Duty {}".format)
    source = "SI 2011/3050, paragraph 3(f)"
    interval = "monthly"
    starts_on = dt.date(2020, 4, 1)
