"""Delivery plans, and how they stand as published: the numbers of the newest pack of each."""

from .fields import Answer, count, key, link, maybe_text, one, rows, text
from .packs import PublishedObjectiveAnswer, objective_rows
from .sources import SourceAnswer, source_row
from .statuses import CountAnswer, count_rows


class PlanAnswer(Answer):
    """A delivery plan, as the newest pack of it that is public tells of it."""

    comes_from = "The newest pack of the plan"
    worked_out = frozenset({"headline", "total", "counts"})

    id = key("The plan's key.")
    url = link("The address of the plan here.")
    title = text("Its title.")
    source = one(SourceAnswer, "The pack that these numbers were published in.")
    headline = maybe_text("How it stands, in a sentence or two.")
    total = count("How many activities it holds.")
    counts = rows(CountAnswer, "How many activities stand under each word that occurs.")


class PlanWholeAnswer(PlanAnswer):
    """The same, with its objectives."""

    objectives = rows(PublishedObjectiveAnswer, "The objectives that have activities.")
    activities = link("The address of its activities in that pack.")


def plan_row(pack, links):
    """pack: the newest of a plan, without its text."""
    told = pack.summary
    return {
        "id": pack.plan_id,
        "url": links.to("plan-detail", pack.plan_id),
        "title": told["plan"],
        "source": source_row(pack, links),
        "headline": told["headline"],
        "total": told["total"],
        "counts": count_rows(told["parts"]),
    }


def plan_whole(pack, reading, links):
    return plan_row(pack, links) | {
        "objectives": objective_rows(reading),
        "activities": links.to("pack-activities", pack.pk),
    }
