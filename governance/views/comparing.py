"""Any two packs of a plan beside each other: what changed, computed from their frozen texts."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse

from plans.views.kept_content import Asked, kept

from ..forms.comparing import CompareForm
from ..packs.comparing import KINDS, compare, in_a_sentence, office_words
from ..packs.reading import read_pack
from . import pack_content
from .keeping import answer, keep_nowhere
from .pack_measures import changed_measures
from .pack_summaries import summaries
from .packs import page_asked, readable

CHANGES_A_PAGE = 50


@login_not_required
def pack_compare(request):
    """Two packs that the reader chooses, or the newest and the one before."""
    packs = list(readable(request).newest_first())
    asked = request.GET if {"before", "after"} & set(request.GET) else None

    def respond():
        told = summaries(packs)
        form = CompareForm(asked, packs=packs, summaries=told, initial=usual(packs))
        pair = form.pair()
        context = {"form": form, "packs": packs, "pair": pair}
        intact = True
        if pair:
            context["content"], intact = compared(request, *pair)
        response = render(request, "governance/pack_compare.html", context)
        return response if intact else keep_nowhere(response)

    shown = [(pack.digest, pack.newest) for pack in packs]
    return answer(request, ("compare", request.GET.urlencode(), shown), respond)


def usual(packs):
    """The newest pack and the one that it was published after; nothing where there is no pair."""
    for after in packs:
        if after.shows_before:
            return {"before": after.previous_id, "after": after.pk}
    return {}


def compared(request, before, after):
    """(HTML of what changed between two Packs, whether both are what was published).

    Every kind, or one kind with all its pages.
    """
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    page = page_asked(request) if kind else 1
    shown = (before.pk, before.digest, after.pk, after.digest, kind, page)
    told = {}

    def context():
        told.update(context_of(before, after, kind, page))
        return told

    html = kept(
        "governance/includes/pack_compared.html",
        shown,
        context,
        may_keep=lambda: told["is_intact"],
    )
    return html, told.get("is_intact", True)


def context_of(before, after, kind, page):
    links = pack_content.PackLinks(after.pk, before.pk)
    old, new = read_pack(before), read_pack(after)
    found = compare(old, new)
    context = {
        "old": old,
        "new": new,
        "since": old.position.day,
        "day": new.position.day,
        "kind": kind,
        "label": KINDS.get(kind, ""),
        "every_kind_url": links.compare,
        "sentence": in_a_sentence(found),
        "is_intact": old.is_intact and new.is_intact,
        "words": [] if kind else office_words(old, new),
        "measure_changes": [] if kind else changed_measures(old, new, links),
        "reason": new.reason if old.content["meeting"] == new.content["meeting"] else "",
    }
    if kind:
        return context | one_kind(found, kind, page, old, new, links)
    at_most = pack_content.ROWS_AT_MOST
    return context | {"groups": pack_content.groups_of(found, old, new, links, at_most=at_most)}


def one_kind(found, kind, asked, old, new, links):
    """A page of the changes of one kind. Its links name the two packs and nothing else asked."""
    changes = pack_content.in_order(kind, found.get(kind, []))
    page = Paginator(changes, CHANGES_A_PAGE).get_page(asked)
    query = QueryDict(f"before={links.before}&after={links.pack}&kind={kind}")
    group = pack_content.group(kind, page.object_list, old, new, links) | {"total": len(changes)}
    return {
        "groups": [group] if changes else [],
        "page_obj": page,
        "request": Asked(reverse("governance:pack-compare"), query),
    }
