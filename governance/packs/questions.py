"""The panel's questions and recommendations in a pack: the open ones, and those answered since."""

from django.utils import timezone

from ..models import ScrutinyItem, ScrutinyLine


def questions_of(cut_off, *, since=None):
    """Return the panel's items as they stood at `cut_off`, as plain values.

    since: the cut-off before this one; what was over by then is left out. None leaves out
    nothing that the panel ever asked.
    """
    on = timezone.localdate(cut_off)
    items = ScrutinyItem.objects.from_panel().filter(raised_on__lte=on)
    items = items.select_related("owner").order_by("raised_on", "pk")
    lines = {}
    for line in ScrutinyLine.objects.filter(item__in=items, made_at__lte=cut_off).order_by(
        "made_at", "pk"
    ):
        lines.setdefault(line.item_id, []).append(line)
    told = [(item, lines.get(item.pk, [])) for item in items]
    return [item_facts(item, said) for item, said in told if not was_over(item, said, since)]


def was_over(item, lines, since):
    """Whether it was closed at the moment `since`, has stayed so, and got no further answer."""
    if since is None or closed_on(item, lines) is None:
        return False
    earlier = [line for line in lines if line.made_at <= since]
    later_answers = [line for line in lines[len(earlier) :] if line.response]
    return closed_on(item, earlier) is not None and not later_answers


def item_facts(item, lines):
    """An item and its lines up to the cut-off. What came later has not happened yet."""
    answers = [line for line in lines if line.kind == ScrutinyLine.Kind.RESPONDED]
    moves = [line for line in lines if line.kind == ScrutinyLine.Kind.DATE_MOVED]
    return {
        "key": item.pk,
        "reference": item.reference,
        "kind": item.kind,
        "title": item.title,
        "words": item.words,
        "owner": item.owner.title,
        "raised_on": item.raised_on.isoformat(),
        "due_on": plain(moves[-1].due_to if moves else item.first_due_on),
        "first_due_on": plain(item.first_due_on),
        "moves": sum(move.due_from is not None for move in moves),
        "response": answers[-1].get_response_display() if answers else "",
        "responded_on": plain(answers[0].said_on) if answers else None,
        "closed_on": plain(closed_on(item, lines)),
        "lines": [line_facts(line) for line in lines],
    }


def closed_on(item, lines):
    """The day it was closed by the lines given, by the rule that closed it as they were written."""
    stood = ScrutinyItem(kind=item.kind)
    for line in lines:
        if line.kind == ScrutinyLine.Kind.CLOSED:
            stood.closed_on = line.said_on
        elif line.kind == ScrutinyLine.Kind.RESPONDED:
            stood.closed_on = stood.closed_by(line.response, line.said_on)
            stood.response = line.response
    return stood.closed_on


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
