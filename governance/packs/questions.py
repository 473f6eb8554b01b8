"""The panel's questions and recommendations in a pack: the open ones, and those answered since."""

from django.utils import timezone

from ..models import ScrutinyItem, ScrutinyLine

Kind = ScrutinyLine.Kind


def questions_of(cut_off, *, since=None):
    """Return the panel's items as they stood at `cut_off`, as plain values.

    since: the cut-off before this one; what was over by then is left out. None leaves out
    nothing that the panel ever asked.
    """
    on = timezone.localdate(cut_off)
    items = ScrutinyItem.objects.from_panel().filter(raised_on__lte=on)
    items = items.select_related("owner").order_by("raised_on", "pk")
    lines = {}
    for line in ScrutinyLine.objects.filter(item__in=items).order_by("made_at", "pk"):
        lines.setdefault(line.item_id, []).append(line)
    told = [(item, lines.get(item.pk, [])) for item in items]
    return [
        item_facts(item, said, cut_off)
        for item, said in told
        if not (since and was_over(item, said, since, cut_off))
    ]


def was_over(item, lines, since, cut_off):
    """Whether it was closed at the moment `since`, has stayed so, and got no further answer."""
    answers = [line for line in made_by(lines, cut_off) if line.made_at > since and line.response]
    closed = [as_it_stood(item, lines, moment).closed_on for moment in (since, cut_off)]
    return all(closed) and not answers


def item_facts(item, lines, cut_off):
    """An item and its lines up to the cut-off. What came later has not happened yet."""
    on, stood = timezone.localdate(cut_off), as_it_stood(item, lines, cut_off)
    return {
        "key": item.pk,
        "reference": item.reference,
        "kind": item.kind,
        "title": item.title,
        "words": item.words,
        "owner": item.owner.title,
        "raised_on": item.raised_on.isoformat(),
        "due_on": plain(stood.due_on),
        "first_due_on": plain(stood.first_due_on),
        "moves": stood.moves,
        "days_late": stood.days_late(on) if stood.is_late(on) else 0,
        "response": stood.get_response_display(),
        "responded_on": plain(stood.responded_on),
        "closed_on": plain(stood.closed_on),
        "lines": [line_facts(line) for line in made_by(lines, cut_off)],
    }


# --- As it stood --------------------------------------------------------------------------------
def made_by(lines, moment):
    return [line for line in lines if line.made_at <= moment]


def as_it_stood(item, lines, moment):
    """The item after those of its lines that were made by that moment: a row that is not saved."""
    first = next((line.due_from for line in lines if line.kind == Kind.DATE_MOVED), item.due_on)
    stood = ScrutinyItem(kind=item.kind, clock=item.clock, due_on=first, first_due_on=first)
    for line in made_by(lines, moment):
        take(stood, line)
    return stood


def take(stood, line):
    """Let a line say what its verb wrote on the row."""
    if line.kind == Kind.RESPONDED:
        stood.closed_on = stood.closed_by(line.response, line.said_on)
        stood.response = line.response
        stood.responded_on = stood.responded_on or line.said_on
    elif line.kind == Kind.DATE_MOVED:
        stood.moves += stood.due_on is not None
        stood.due_on = line.due_to
        stood.first_due_on = stood.first_due_on or line.due_to
    elif line.kind == Kind.CLOSED:
        stood.closed_on = line.said_on


# --- As plain values ----------------------------------------------------------------------------
def line_facts(line):
    return {
        "kind": line.get_kind_display(),
        "said_on": line.said_on.isoformat(),
        "made_by_post": line.made_by_post,
        "words": line.words,
        "response": line.get_response_display() if line.response else "",
        "due_from": plain(line.due_from),
        "due_to": plain(line.due_to),
    }


def plain(day):
    return day.isoformat() if day else None
