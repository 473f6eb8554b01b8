"""No path through admin writes a fact of an activity without its line, or deletes a line."""

import datetime as dt
import json

import pytest
from django.contrib import admin
from django.core import serializers
from django.urls import reverse

from plans.admin import DeliveryPlanAdmin
from plans.models import (
    Activity,
    DeliveryPlan,
    Draft,
    Entry,
    Intake,
    Milestone,
    Ownership,
    Priority,
)
from plans.record import Voice
from tests.factories import PriorityFactory, post, promised_activity, said

KEPT = [Activity, Ownership, Milestone, Draft, Entry, Activity.priorities.through]
"""What the record alone may write."""


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def full(plan, finance_chief, now):
    """A row of everything that hangs on an activity."""
    activity = promised_activity(
        plan,
        lead=post("Chief Financial Officer"),
        joint=[post("Solicitor")],
        priorities=[PriorityFactory(plan=plan.police_and_crime_plan)],
        milestones=[("Half of it", dt.date(2020, 10, 1))],
    )
    Draft.objects.create(
        activity=activity, kind="update", author=finance_chief, activity_version=1, saved_at=now
    )
    Intake.objects.create(
        title="Plan",
        starts_on=dt.date(2020, 4, 1),
        source_name="plan.csv",
        table=[],
        made_by=finance_chief,
        made_at=now,
    )
    return activity


def facts():
    """Every row that the record keeps, as text."""
    return {model: serializers.serialize("json", model.objects.order_by("pk")) for model in KEPT}


def everything_typed(model, row):
    """A value for each column of the model, all other than what is stored."""
    typed = {
        "lead": post("Chief Executive").pk,
        "status": "complete",
        "kind": "duty",
        "title": "Forced",
        "narrative": "Forced",
        "state": "done",
        "due_on": "2030-01-01",
        "first_due_on": "2030-01-01",
        "met_on": "2020-05-05",
        "number": "77",
        "version": "0",
        "moves": "0",
        "priorities": [],
        "ownerships-TOTAL_FORMS": "1",
        "ownerships-INITIAL_FORMS": "1",
        "ownerships-0-id": "1",
        "ownerships-0-activity": str(row.pk),
        "ownerships-0-DELETE": "on",
        "milestones-TOTAL_FORMS": "1",
        "milestones-INITIAL_FORMS": "1",
        "milestones-0-id": "1",
        "milestones-0-activity": str(row.pk),
        "milestones-0-title": "Forced",
        "milestones-0-due_on": "2030-01-01",
        "milestones-0-DELETE": "on",
        "_save": "Save",
        "post": "yes",
    }
    return {field.name: "" for field in model._meta.fields} | typed


@pytest.mark.parametrize("model", [Activity, Milestone, Draft, Entry, Intake])
@pytest.mark.parametrize("page", ["change", "delete", "add"])
def test_a_post_to_the_pages_of_what_the_record_keeps_changes_nothing(at_desk, full, model, page):
    row, before = model.objects.first(), facts()
    name = f"admin:plans_{model._meta.model_name}_{page}"
    url = reverse(name, args=[] if page == "add" else [row.pk])

    answer = at_desk.post(url, everything_typed(model, row))

    assert facts() == before
    assert Intake.objects.get().source_name == "plan.csv"
    assert answer.status_code == (200 if (model, page) == (Activity, "add") else 403)


@pytest.mark.parametrize("model", list(admin.site._registry))
def test_no_bulk_action_deletes(at_desk, full, model):
    row, before = model._default_manager.first(), facts()
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    keys = [row.pk] if row else [1]

    at_desk.post(url, {"action": "delete_selected", "_selected_action": keys, "post": "yes"})

    assert facts() == before
    assert row is None or model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", list(admin.site._registry))
def test_no_single_deletion_reaches_what_the_record_keeps(at_desk, full, model):
    row, before = model._default_manager.first(), facts()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_delete"

    if row:
        at_desk.post(reverse(name, args=[row.pk]), {"post": "yes"})

    assert facts() == before


@pytest.mark.parametrize(
    ("name", "prefix"),
    [("plans_deliveryplan", "objectives"), ("plans_policeandcrimeplan", "priorities")],
)
def test_no_inline_deletes_what_activities_point_to(at_desk, full, name, prefix):
    plan = full.plan if "delivery" in name else full.plan.police_and_crime_plan
    inline = getattr(plan, prefix).get()
    typed = {
        "title": plan.title,
        f"{prefix}-TOTAL_FORMS": "1",
        f"{prefix}-INITIAL_FORMS": "1",
        f"{prefix}-0-id": inline.pk,
        f"{prefix}-0-number": inline.number,
        f"{prefix}-0-title": inline.title,
        f"{prefix}-0-DELETE": "on",
    }

    before = facts()
    at_desk.post(reverse(f"admin:{name}_change", args=[plan.pk]), typed)

    assert facts() == before
    assert Priority.objects.count() == plan.__class__.objects.count() == 1


def test_saving_a_plan_leaves_the_end_of_its_chain_alone(rf, administrator, activity):
    """The administrator's page was read before the line was written, and is saved after."""
    request = rf.post("/admin/")
    request.user = administrator
    read = DeliveryPlan.objects.get()
    said(activity, "on_track", on=dt.date(2020, 5, 4))
    model_admin = DeliveryPlanAdmin(DeliveryPlan, admin.site)
    form = model_admin.get_form(request, read)(
        {"title": "Renamed plan", "update_every": 14, "state": "current"}, instance=read
    )

    assert form.is_valid(), form.errors
    model_admin.save_model(request, form.save(commit=False), form, change=True)

    plan = DeliveryPlan.objects.get()
    assert (plan.title, plan.record_length) == ("Renamed plan", 2)
    assert plan.record_digest == Entry.objects.last().digest


def test_every_activity_has_one_lead_after_every_verb(at_desk, full, administrator):
    to = post("Chief Executive")
    url = reverse("admin:plans_activity_transfer", query={"activities": full.pk})

    at_desk.post(url, {"to": to.pk, "reason": "Moved.", "seen": f"{full.pk}.{full.version}"})

    full.refresh_from_db()
    line = full.entries.last()
    assert full.lead == to
    assert line.standing["lead"] == to.pk
    assert line.made_by_name == Voice.of(administrator).name
    assert json.loads(serializers.serialize("json", [full]))[0]["fields"]["lead"] == to.pk
