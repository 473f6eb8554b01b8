"""Packs, as they were published. All of it is read from their frozen texts."""

from governance.packs.comparing import compare, in_a_sentence
from plans.headline import headline

from .fields import (
    Answer,
    count,
    day,
    flag,
    key,
    link,
    maybe_day,
    maybe_text,
    moment,
    one,
    one_of,
    rows,
    text,
)
from .sources import SourceAnswer, source_row
from .statuses import CHANGES, SHOWN, CountAnswer, count_rows


class PackAnswer(Answer):
    """How a plan stood at a cut-off, frozen for a meeting. A mistake makes a new version."""

    comes_from = "The pack, as it was published"
    worked_out = frozenset({"headline", "total", "counts", "is_superseded", "newest"})

    id = key("The pack's key.")
    url = link("The address of the pack here.")
    page = link("The address of its page for people.")
    record = link("The address of the frozen text itself, whose SHA-256 is `digest`.")
    digest = text("The SHA-256 of the frozen text, as 64 hexadecimal digits.")
    plan = key("The `id` of its delivery plan.")
    plan_title = text("The title of its delivery plan.")
    body = text("The body that it was published for.")
    meeting_on = day("The day of the meeting.")
    version = count("Its version for that meeting, from 1.")
    reason = maybe_text("Why there is another version; empty for the first.")
    newest = key("The `id` of the newest version for that meeting that you may read.")
    is_superseded = flag("Whether there is a later version, which may not be public yet.")
    cut_off = moment("The moment that it is about: what was said later is not in it.")
    published_at = moment("The moment at which it was published to the panel.")
    published_by_post = maybe_text("The post that published it.")
    public_from = maybe_day("The day from which everybody may read it; null until one is set.")
    headline = maybe_text("How the plan stands, in a sentence or two.")
    total = count("How many activities it holds.")
    counts = rows(CountAnswer, "How many activities stand under each word that occurs.")


class ObjectiveAnswer(Answer):
    """An objective of the plan, and how its activities stand."""

    comes_from = "The plan"
    worked_out = frozenset({"total", "counts"})

    number = count("Its number in the plan.")
    title = text("Its title.")
    total = count("How many activities it holds.")
    counts = rows(CountAnswer, "How many of them stand under each word that occurs.")


class PublishedObjectiveAnswer(ObjectiveAnswer):
    """The same in a pack."""

    comes_from = "The pack, as it was published"

    commentary = maybe_text("The office's words about it, for the meeting.")


class ChangeCountAnswer(Answer):
    """How many activities changed in one way."""

    comes_from = "Two packs, compared"
    worked_out = frozenset({"count"})

    kind = one_of(CHANGES, "What happened to them.")
    count = count("How many.")


class ChangesAnswer(Answer):
    """What changed since the pack before it."""

    comes_from = "Two packs, compared"
    worked_out = frozenset({"sentence", "counts"})

    since = one(SourceAnswer, "The pack that it is compared with.")
    sentence = text("What changed, in a sentence.")
    counts = rows(ChangeCountAnswer, "How many activities changed, by kind of change.")


class PackWholeAnswer(PackAnswer):
    """A pack with its words; its rows have addresses of their own."""

    is_intact = flag("Whether the text that is kept is the one that was published.")
    office = text("The office's name when it was published.")
    commentary = maybe_text("The office's words about the whole plan.")
    objectives = rows(PublishedObjectiveAnswer, "The objectives that have activities.")
    changes_since = one(
        ChangesAnswer,
        "Null for the first pack of a plan, and where the text of the one before is not intact.",
        allow_null=True,
    )
    record_length = count("How many lines the plan's record had at the cut-off.")
    record_digest = maybe_text("The SHA-256 of the last of them.")
    activities = link("The address of its activities.")
    changes = link("The address of what changed, row by row.")
    measures = link("The address of its measures.")
    questions = link("The address of the panel's questions in it.")


def pack_row(pack, links):
    """pack: of `Pack.objects.readable_by`, without its text."""
    told = pack.summary
    names = ("digest", "version", "reason", "newest", "is_superseded", "cut_off", "published_at",
             "published_by_post", "public_from")  # fmt: skip
    return {name: getattr(pack, name) for name in names} | {
        "id": pack.pk,
        "url": links.to("pack-detail", pack.pk),
        "page": links.page("governance:pack-detail", pack.pk),
        "record": links.page("governance:pack-record", pack.pk),
        "plan": pack.plan_id,
        "plan_title": told["plan"],
        "body": told["body"],
        "meeting_on": told["meeting_on"],
        "headline": told["headline"],
        "total": told["total"],
        "counts": count_rows(told["parts"]),
    }


def pack_whole(pack, reading, before, links):
    """before: (Pack, Reading) that it is compared with, or None."""
    plan = reading.content["plan"]
    return pack_row(pack, links) | {
        "is_intact": reading.is_intact,
        "office": reading.content["office"]["full_name"],
        "commentary": reading.commentary,
        "objectives": objective_rows(reading),
        "changes_since": before and changes_row(*before, reading, links),
        "record_length": plan["record_length"],
        "record_digest": plan["record_digest"],
        "activities": links.to("pack-activities", pack.pk),
        "changes": links.to("pack-changes", pack.pk),
        "measures": links.to("pack-measures", pack.pk),
        "questions": links.to("pack-questions", pack.pk),
    }


def objective_rows(reading):
    groups = reading.position.by_objective()
    return [
        {
            "number": objective.number,
            "title": objective.title,
            "commentary": objective.commentary,
            "total": groups[objective.pk].total,
            "counts": count_rows(groups[objective.pk].parts),
        }
        for objective in reading.objectives
        if objective.pk in groups
    ]


def changes_row(pack_before, before, reading, links):
    found = compare(before, reading)
    return {
        "since": source_row(pack_before, links),
        "sentence": in_a_sentence(found),
        "counts": [{"kind": kind, "count": len(each)} for kind, each in found.items()],
    }


# --- What changed, row by row -------------------------------------------------------------------
class MovedDateAnswer(Answer):
    """A promised day that is not what it was."""

    comes_from = "Two packs, compared"

    what = maybe_text("A milestone's title, or “start”; empty for the activity's own day.")
    first_due_on = maybe_day("The day first promised; null for a start.")
    due_on_before = maybe_day("The day in the pack before.")
    due_on = maybe_day("The day in this pack.")


class ReasonAnswer(Answer):
    """Why something changed, as the record says."""

    comes_from = "The record, as the pack repeats it"

    words = maybe_text("The reason.")
    category = maybe_text("The kind of reason.")


class ChangeAnswer(Answer):
    """An activity that is not as it was in the pack before."""

    comes_from = "Two packs, compared"
    worked_out = frozenset({"kind", "kind_words", "fell_behind", "came_back"})

    kind = one_of(CHANGES, "What happened to it. An activity may change in more than one way.")
    kind_words = text("The same in words.")
    activity = key("The activity's `id`.")
    reference = text("Its number in this pack, such as 3.14.")
    title = text("What is promised, as this pack has it.")
    shown_before = one_of(SHOWN, "Its word before; null for a new one.", allow_null=True)
    shown = one_of(SHOWN, "Its word now.")
    lead_before = text("The post that answered for it; null for a new one.", allow_null=True)
    lead = text("The post that answers for it.")
    fell_behind = flag("Whether it is said to stand worse than before.")
    came_back = flag("Whether it had been withdrawn, and is in the plan again.")
    moved_dates = rows(MovedDateAnswer, "The days that are not what they were.")
    reasons = rows(ReasonAnswer, "Why, in the words of the record.")
    since = moment("The cut-off of the pack before.")
    until = moment("The cut-off of this pack.")


def change_rows(before, reading):
    """Every change between two Readings, kind by kind."""
    return [
        change_row(kind, change, before, reading)
        for kind, found in compare(before, reading).items()
        for change in found
    ]


def change_row(kind, change, before, reading):
    was, now = change.before, change.after
    return {
        "kind": kind,
        "kind_words": dict(CHANGES)[kind],
        "activity": now.pk,
        "reference": now.reference,
        "title": now.title,
        "shown_before": was and str(was.shown),
        "shown": str(now.shown),
        "lead_before": was and before.posts[was.lead].title,
        "lead": reading.posts[now.lead].title,
        "fell_behind": change.fell_behind,
        "came_back": change.came_back,
        "moved_dates": [moved_row(moved) for moved in change.moved_dates],
        "reasons": [{"words": w["reason"], "category": w["reason_words"]} for w in change.why],
        "since": before.cut_off,
        "until": reading.cut_off,
    }


def moved_row(moved):
    return {
        "what": moved.what,
        "first_due_on": moved.first,
        "due_on_before": moved.old,
        "due_on": moved.new,
    }


# --- Positions ----------------------------------------------------------------------------------
class PositionAnswer(Answer):
    """How a plan stood at a moment, as lines made until then tell of it."""

    comes_from = "The record"
    worked_out = frozenset({"headline", "total", "counts", "objectives"})

    plan = key("The `id` of the delivery plan.")
    plan_title = text("Its title.")
    as_at = moment("The moment at which it stood so.")
    headline = maybe_text("How it stood, in a sentence or two; empty before anything was promised.")
    total = count("How many activities it held.")
    counts = rows(CountAnswer, "How many activities stood under each word that occurs.")
    objectives = rows(ObjectiveAnswer, "The objectives that had activities.")
    activities = link("The address of its activities at that moment.")


def position_row(plan, position, at, titles, activities):
    """at: the moment asked about. titles: {objective's key: (number, title)}.

    activities: the address of its activities.
    """
    return {
        "plan": plan.pk,
        "plan_title": plan.title,
        "as_at": at,
        "headline": headline(position),
        "total": position.total,
        "counts": count_rows(position.parts),
        "objectives": [
            {
                "number": titles[key][0],
                "title": titles[key][1],
                "total": group.total,
                "counts": count_rows(group.parts),
            }
            for key, group in position.by_objective().items()
        ],
        "activities": activities,
    }
