"""Everything that a pack says, as plain values: the position, the names, the words.

Only lines of the record, values of measures, published answers and the pack's own commentary are
read here. Drafts and internal notes are in other columns, which nothing in this file names.
"""

import datetime as dt
import json
from collections import Counter
from dataclasses import fields
from itertools import groupby
from operator import attrgetter

from django.utils import timezone

from opcc.office.models import Holding, Office, Post
from plans.change_words import change_lines
from plans.evidence.naming import read_files
from plans.headline import headline
from plans.models import Entry, Objective, Priority
from plans.position import position
from plans.standing import Standing
from plans.statuses import SHOWN_ORDER

from ..models.packs import sha256
from .measures import chosen, measures_of
from .questions import questions_of

FORMAT = 2
"""The layout of the frozen text. A pack of layout 1 has no measures, and nothing else differs."""

FIXED = {"day", "update_every", "line", "objective_number", "files"}
"""Of a standing: what the pack says once for all, in a way of its own, or what follows from its
place."""

LINES_AT_ONCE = 2_000
PROMISE_KINDS = ("date_moved", "owner_changed", "reworded", "withdrawn")
"""Kinds of line that change what was promised: a comparison shows their reasons."""


def content_of(draft, *, version, previous=None, measures=None, keep=lambda pk, text: None):
    """Return what a pack made from `draft` would say, as plain values of JSON.

    draft: a PackDraft, saved or not. version: its number for this meeting. previous: the Pack of
    the meeting before, or None. measures: the Measures that it shows, None for those chosen in the
    draft. keep(activity's key, text): is called with the timeline of each activity, whose SHA-256
    the content names.
    """
    plan, cut_off = draft.plan, draft.cut_off
    found = position(plan, cut_off)
    timelines = freeze_timelines(plan, cut_off, keep)
    return {
        "format": FORMAT,
        "office": office_facts(),
        "plan": plan_facts(plan, cut_off),
        "meeting": meeting_facts(draft.meeting),
        "version": version,
        "reason": draft.reason if version > 1 else "",
        "cut_off": moment(cut_off),
        "previous": previous_facts(previous),
        "headline": headline(found),
        "commentary": draft.commentary,
        "objectives": objective_facts(plan, draft.objective_commentary),
        "posts": post_facts(found, timezone.localdate(cut_off)),
        "priorities": priority_facts(found),
        "activities": [activity_facts(s) | timelines.get(s.pk, {}) for s in found.standings],
        "measures": measures_of(chosen(draft) if measures is None else measures, cut_off),
        "questions": questions_of(cut_off, since=previous and previous.cut_off),
    }


def summary_of(content):
    """What one line of a list says of a pack, as plain values: its text is too long for that."""
    counts = Counter(activity["shown"] for activity in content["activities"])
    return {
        "body": content["meeting"]["body"],
        "meeting_on": content["meeting"]["on"],
        "plan": content["plan"]["title"],
        "headline": content["headline"],
        "parts": [[word, counts[word]] for word in SHOWN_ORDER if counts[word]],
        "total": len(content["activities"]),
    }


def fingerprint(content):
    """The SHA-256 of what a pack would say, whoever publishes it and when."""
    return sha256(as_text(content))


def as_text(values):
    """Values as JSON in the one way that gives the same text every time."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def moment(value):
    """A moment in UTC, to the microsecond, so that texts of moments sort as the moments do."""
    return value.astimezone(dt.UTC).isoformat(timespec="microseconds")


# --- Names, as they are when the pack is made ---------------------------------------------------
def office_facts():
    office = Office.objects.current()
    names = ("full_name", "short_name", "commissioner_title", "panel_name", "is_demonstration")
    return {name: getattr(office, name) for name in names}


def plan_facts(plan, cut_off):
    """The plan's name, and where its record ended at the cut-off."""
    last = Entry.objects.filter(plan=plan, made_at__lte=cut_off).order_by("-number")
    number, digest = last.values_list("number", "digest").first() or (0, "")
    return {
        "key": plan.pk,
        "title": plan.title,
        "starts_on": plan.starts_on.isoformat(),
        "update_every": plan.update_every,
        "record_length": number,
        "record_digest": digest,
    }


def meeting_facts(meeting):
    return {
        "key": meeting.pk,
        "body": meeting.body.name,
        "on": meeting.on.isoformat(),
        "place": meeting.place,
    }


def previous_facts(pack):
    if pack is None:
        return None
    return {
        "key": pack.pk,
        "version": pack.version,
        "digest": pack.digest,
        "cut_off": moment(pack.cut_off),
        "meeting_on": pack.summary["meeting_on"],
    }


def objective_facts(plan, commentary):
    return [
        {
            "key": objective.pk,
            "number": objective.number,
            "title": objective.title,
            "commentary": commentary.get(str(objective.pk), ""),
        }
        for objective in Objective.objects.filter(plan=plan).order_by("number")
    ]


def post_facts(found, on):
    """{post's key: its title, and who held it that day} of every post that owns something."""
    owners = {post for standing in found.standings for post in standing.owners}
    holders = dict(
        Holding.objects.on(on)
        .filter(post__in=owners, kind=Holding.Kind.HOLDER)
        .values_list("post_id", "user__name")
    )
    titles = Post.objects.filter(pk__in=owners).values_list("pk", "title")
    return {str(pk): {"title": title, "holder": holders.get(pk, "")} for pk, title in titles}


def priority_facts(found):
    served = {priority for standing in found.standings for priority in standing.priorities}
    priorities = Priority.objects.filter(pk__in=served).order_by("plan", "number")
    return {str(priority.pk): str(priority) for priority in priorities}


# --- Activities ---------------------------------------------------------------------------------
def activity_facts(standing):
    """A standing as plain values, with the word that it is shown by."""
    facts = {
        field.name: plain(getattr(standing, field.name))
        for field in fields(Standing)
        if field.name not in FIXED
    }
    milestones = [milestone_facts(milestone) for milestone in standing.milestones]
    facts |= {"milestones": milestones, "shown": str(standing.shown)}
    return facts | told_of_files(standing.files)


def told_of_files(files):
    """What a pack says of files: their names, sizes and digests, and nothing that leads to them.

    Where there are none it says nothing, as packs did before there were files.
    """
    return {"files": [file.told() for file in files]} if files else {}


def milestone_facts(milestone):
    return {
        "pk": milestone.pk,
        "title": milestone.title,
        "due_on": plain(milestone.due_on),
        "first_due_on": plain(milestone.first_due_on),
        "met_on": plain(milestone.met_on),
    }


def plain(value):
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


# --- Timelines ----------------------------------------------------------------------------------
def freeze_timelines(plan, cut_off, keep):
    """Freeze each activity's lines up to the cut-off; return {its key: what the pack says of it}.

    What is said: the digest of its timeline, and the lines that changed what was promised.
    """
    posts = {post.pk: post for post in Post.objects.all()}
    lines = Entry.objects.filter(plan=plan, made_at__lte=cut_off).select_related("milestone")
    lines = lines.order_by("activity_id", "number").iterator(chunk_size=LINES_AT_ONCE)
    found = {}
    for pk, of_activity in groupby(lines, key=attrgetter("activity_id")):
        timeline = [line_facts(line, posts) for line in of_activity]
        text = as_text(timeline)
        keep(pk, text)
        changes = [promise_facts(line) for line in timeline if line["kind"] in PROMISE_KINDS]
        found[pk] = {"timeline": sha256(text), "promise_changes": changes}
    return found


TOLD = (
    "number",
    "kind",
    "status",
    "narrative",
    "next_steps",
    "reason",
    "evidence",
    "correction",
    "made_by_name",
    "made_by_post",
    "digest",
)
"""Columns of a line that a pack repeats as they are. Who approved it answers for it by name; of
staff who wrote it the post is told, since a pack may be opened to everybody."""


def line_facts(line, posts):
    return {name: getattr(line, name) for name in TOLD} | {
        "key": line.pk,
        "written_by": line.written_by_post if line.written_by_name != line.made_by_name else "",
        "said_on": line.said_on.isoformat(),
        "made_at": moment(line.made_at),
        "kind_words": line.get_kind_display(),
        "reason_words": line.get_reason_category_display(),
        "forecast_on": plain(line.forecast_on),
        "milestone": line.milestone.title if line.milestone else "",
        "changes": change_lines(line, posts),
        "corrects": line.corrects_id,
        **told_of_files(read_files(line.files)),
    }


def promise_facts(line):
    names = ("number", "kind", "kind_words", "made_at", "reason", "reason_words", "changes")
    return {name: line[name] for name in names}
