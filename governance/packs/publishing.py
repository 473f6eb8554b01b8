"""Publishing: a draft becomes a pack, whole, once, and for ever."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from plans import record
from plans.models import Measure
from plans.record import Refused
from plans.registers.models import Stale

from ..models import Pack, PackDraft, PackOpening, PackPart
from ..models.packs import sha256
from .freezing import as_text, content_of, fingerprint, moment, summary_of
from .measures import chosen
from .telling import tell_readers

PARTS_AT_ONCE = 500


def begin(meeting, plan, *, cut_off, by, at, reason=""):
    """Begin to prepare a pack, or the next version of one, and return the PackDraft.

    by: User. at: aware datetime. reason: why there is another version. A further version begins
    from the words of the one before, and every pack from the measures of the last one. Raises
    Stale where somebody else has begun it already.
    """
    last = Pack.objects.filter(meeting=meeting, plan=plan).order_by("-version").first()
    words = words_of(last) if last else {}
    try:
        with transaction.atomic():
            draft = PackDraft.objects.create(
                meeting=meeting,
                plan=plan,
                cut_off=cut_off,
                reason=reason,
                saved_by=by,
                saved_at=at,
                **words,
            )
            draft.measures.set(measures_of(last or previous_pack(draft), plan))
            return draft
    except IntegrityError as error:
        raise Stale(meeting) from error


def words_of(pack):
    content = pack.facts["content"]
    objectives = {str(o["key"]): o["commentary"] for o in content["objectives"] if o["commentary"]}
    return {"commentary": content["commentary"], "objective_commentary": objectives}


def measures_of(pack, plan):
    """The Measures of a plan that are in the Pack, which may be None."""
    told = pack.facts["content"].get("measures", []) if pack else []
    keys = [measure["key"] for measure in told]
    return Measure.objects.filter(pk__in=keys, plan=plan.police_and_crime_plan_id)


def next_version(draft):
    made = Pack.objects.filter(meeting=draft.meeting, plan=draft.plan)
    return (made.aggregate(newest=Max("version"))["newest"] or 0) + 1


def opened_before(draft):
    """The day from which the version before this one is public; None where it is not, or is none.

    A correction that stayed hidden would leave the public with what was corrected.
    """
    made = Pack.objects.filter(meeting=draft.meeting, plan=draft.plan).with_opening()
    return made.order_by("-version").values_list("public_from", flat=True).first()


def previous_pack(draft):
    """The newest version of the pack for the meeting before; None for a plan's first meeting.

    A pack counts by the day that it names: a meeting that was moved later changes no order.
    """
    others = Pack.objects.without_text().filter(plan=draft.plan).exclude(meeting=draft.meeting)
    day = draft.meeting.on.isoformat()
    earlier = [pack for pack in others.select_related("meeting__body") if meeting_day(pack) < day]
    return max(earlier, key=lambda pack: (meeting_day(pack), pack.version), default=None)


def meeting_day(pack):
    return pack.summary["meeting_on"]


def obstacle(draft, content, at):
    """Why the draft cannot be published yet, in words for a page; else an empty text.

    content: what it would say. at: aware datetime.
    """
    if draft.cut_off > at:
        return "The cut-off is still to come. Choose one that has passed."
    if content["version"] > 1 and not draft.reason.strip():
        return "Say why there is another version of this pack."
    if not draft.plan.record_length:
        return "The plan has no activity yet, so there is nothing to publish."
    if not content["activities"]:
        return "Nothing had been promised by the cut-off. Choose a later one."
    return ""


@transaction.atomic
def publish(draft, *, by, at, public_from=None, expected=None):
    """Freeze the draft as the next version of its meeting's pack; return the Pack.

    by: Voice. at: aware datetime. public_from: the day from which everybody may read it, or None.
    expected: the fingerprint of what its publisher had before them. Raises Stale where the draft
    or anything in it has changed since, Refused where it cannot be published.
    """
    measures = chosen(draft)
    draft.remove()
    # Packs of one plan are published one after another, so that each knows the one before it.
    draft.plan = record.settle(draft.plan, draft.cut_off)
    version, previous = next_version(draft), previous_pack(draft)
    parts = {}
    content = content_of(
        draft,
        version=version,
        previous=previous,
        measures=measures,
        keep=lambda pk, text: parts.update({pk: text}),
    )
    if words := obstacle(draft, content, at):
        raise Refused(words)
    if expected and fingerprint(content) != expected:
        raise Stale(draft)
    pack = create(draft, content, previous, by=by, at=at)
    PackPart.objects.bulk_create(
        [
            PackPart(pack=pack, activity=pk, frozen=text, digest=sha256(text))
            for pk, text in parts.items()
        ],
        batch_size=PARTS_AT_ONCE,
    )
    if public_from:
        open_to_public(pack, public_from, words="", by=by, at=at)
    tell_readers(pack, by=by.user, at=at)
    return pack


def create(draft, content, previous, *, by, at):
    """Write the Pack. Its text names whichever pack of the plan was published last before it."""
    last = Pack.objects.filter(plan=draft.plan).order_by("-pk").values_list("digest", flat=True)
    published = {
        "at": moment(at),
        "by_name": by.name,
        "by_post": by.post,
        "after": last.first() or "",
    }
    frozen = as_text({"content": content, "published": published})
    return Pack.objects.create(
        meeting=draft.meeting,
        plan=draft.plan,
        version=content["version"],
        reason=content["reason"],
        cut_off=draft.cut_off,
        previous=previous,
        frozen=frozen,
        digest=sha256(frozen),
        summary=summary_of(content),
        published_at=at,
        published_by=by.user,
        published_by_name=by.name,
        published_by_post=by.post,
    )


def open_to_public(pack, public_from, *, words, by, at):
    """Note from which day everybody may read the pack; None closes it again."""
    return PackOpening.objects.create(
        pack=pack,
        public_from=public_from,
        words=words,
        made_at=at,
        made_by=by.user,
        made_by_name=by.name,
        made_by_post=by.post,
    )
