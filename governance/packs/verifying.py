"""Checking packs: that each is the text that was published, and says what the record says."""

import json

from plans.models import Entry
from plans.position import position
from plans.record.verifying import Finding

from ..models import Pack, PackPart
from ..models.packs import sha256
from .freezing import activity_facts, moment, summary_of
from .measures import lines_at

OWN = {"timeline", "promise_changes"}
"""Of an activity in a pack: what its timeline says, checked by that timeline's digest."""

LINES_OF_MEASURES = ("values", "breaks", "target", "ended", "definition")
"""Of a measure in a pack: what its lines say, and the definition, which only they change."""


def verify_packs(plan):
    """Return (findings, words): each thing in which a pack of the plan is not as it was published,
    and what to say where there is none. Memory holds one pack at a time.
    """
    packs = Pack.objects.filter(plan=plan).order_by("pk").select_related("meeting__body", "plan")
    count, findings, last = 0, [], ""
    for pack in packs.iterator(chunk_size=1):
        count += 1
        findings += verify_pack(pack, last)
        last = pack.digest
    return findings, in_words(count)


def in_words(count):
    if not count:
        return ""
    packs = "1 pack is" if count == 1 else f"All {count} packs are"
    return f"{packs} as published, and the record gives the same position at each cut-off."


def verify_pack(pack, last):
    """Return the Findings about one pack: its text first, and what rests on it then.

    last: the digest of the pack of its plan that was published before it, empty for the first.
    """
    if sha256(pack.frozen) != pack.digest:
        return [finding(pack, "its text was changed after it was published")]
    frozen = json.loads(pack.frozen)
    content = frozen["content"]
    return [
        *columns_that_differ(pack, content, frozen["published"]),
        *neighbours_that_differ(pack, content, frozen["published"]["after"] == last),
        *parts_that_differ(pack, content),
        *position_that_differs(pack, content),
        *measures_that_differ(pack, content),
    ]


def finding(pack, what):
    return Finding(str(pack), what)


def columns_that_differ(pack, content, published):
    """The pack's own columns repeat what its text says."""
    columns = {
        "version": (pack.version, content["version"]),
        "reason": (pack.reason, content["reason"]),
        "cut-off": (moment(pack.cut_off), content["cut_off"]),
        "meeting": (pack.meeting_id, content["meeting"]["key"]),
        "plan": (pack.plan_id, content["plan"]["key"]),
        "previous pack": (pack.previous_id, content["previous"] and content["previous"]["key"]),
        "moment of publication": (moment(pack.published_at), published["at"]),
        "publisher": (pack.published_by_name, published["by_name"]),
        "publisher's post": (pack.published_by_post, published["by_post"]),
    }
    return [
        finding(pack, f"its {name} is “{found}” beside a text that says “{said}”")
        for name, (found, said) in columns.items()
        if found != said
    ]


def neighbours_that_differ(pack, content, follows):
    """The packs before it are those that it names, and what lists say of it is what it says."""
    if not follows:
        yield finding(pack, "it does not follow the pack that was published before it")
    if pack.summary != summary_of(content):
        yield finding(pack, "lists say something else of it than its text does")
    if previous := content["previous"]:
        digest = Pack.objects.filter(pk=previous["key"]).values_list("digest", flat=True).first()
        if digest != previous["digest"]:
            yield finding(pack, "the pack that it is compared with is not the one that it names")
    versions = Pack.objects.filter(meeting=pack.meeting_id, plan=pack.plan_id)
    if versions.filter(version__lt=pack.version).count() != pack.version - 1:
        yield finding(pack, "a version before it is missing")


def parts_that_differ(pack, content):
    named = {a["pk"]: a["timeline"] for a in content["activities"] if "timeline" in a}
    parts = PackPart.objects.filter(pack=pack).values_list("activity", "frozen", "digest")
    seen = set()
    for activity, frozen, digest in parts.iterator():
        seen.add(activity)
        if not sha256(frozen) == digest == named.get(activity):
            yield finding(pack, f"the timeline of activity {activity} was changed")
    for activity in sorted(set(named) - seen):
        yield finding(pack, f"the timeline of activity {activity} is missing")


def position_that_differs(pack, content):
    """The position computed anew at the cut-off is the one in the pack; so is the record's end."""
    facts = content["plan"]
    last = Entry.objects.filter(plan=pack.plan, made_at__lte=pack.cut_off).order_by("-number")
    end = last.values_list("number", "digest").first() or (0, "")
    if end != (facts["record_length"], facts["record_digest"]):
        yield finding(pack, f"the record ends at line {end[0]} at its cut-off, not as it says")
    # What counts as silence may have been set otherwise since; the pack keeps to its own days.
    stood = position(pack.plan, pack.cut_off).silent_after(facts["update_every"])
    anew = {s.pk: activity_facts(s) for s in stood.standings}
    told = {
        a["pk"]: {name: value for name, value in a.items() if name not in OWN}
        for a in content["activities"]
    }
    for pk in sorted(set(anew) | set(told)):
        if anew.get(pk) != told.get(pk):
            yield finding(pack, f"activity {pk} stood otherwise at its cut-off by the record")


def measures_that_differ(pack, content):
    """The lines of each measure say of its cut-off what the pack says. Names are as published."""
    told = {measure["key"]: measure for measure in content.get("measures", [])}
    anew = lines_at(told, pack.cut_off) if told else {}
    for key, measure in told.items():
        said = anew.get(key, {})
        if any(measure[name] != said.get(name) for name in LINES_OF_MEASURES):
            yield finding(pack, f"measure “{measure['title']}” stood otherwise by its lines")
