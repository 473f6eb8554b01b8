"""Search over everything that the reader may see."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render

from opcc.office.models import Post
from plans.models import Activity, Entry, Milestone, Priority
from plans.registers import links
from plans.views.access import refuse_outsiders

PAGE_SIZE = 20
REGISTERED_AT_MOST = 30
SHORTEST = 2


class SearchForm(forms.Form):
    q = forms.CharField(
        required=False,
        max_length=100,
        label="Search for words",
        help_text="A word or phrase from a title or from what was said, or a number such as 3.14 "
        "or Risk 3.",
        error_messages={"max_length": "Use 100 characters or fewer"},
    )

    def clean_q(self):
        words = " ".join(self.cleaned_data["q"].replace("\x00", "").split())
        if words and len(words) < SHORTEST:
            raise forms.ValidationError(f"Enter at least {SHORTEST} characters")
        return words


def search(request):
    """Activities, what was said about them, rows of the registers, owners and priorities that
    hold the words."""
    refuse_outsiders(request)
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"form": form, "words": words}
    if words:
        context |= found(request, words)
    return render(request, "portal/search.html", context)


def found(request, words):
    lines = said(request.user, words)
    page = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page"))
    first = page.number == 1
    activities = list(promised(request.user, words)[: PAGE_SIZE + 1]) if first else []
    registered = registered_rows(request, words) if first else []
    posts = list(Post.objects.filter(title__icontains=words)) if first else []
    priorities = list(Priority.objects.filter(title__icontains=words)) if first else []
    return {
        "page_obj": page,
        "activities": activities[:PAGE_SIZE],
        "has_more_activities": len(activities) > PAGE_SIZE,
        "registered": registered[:REGISTERED_AT_MOST],
        "has_more_registered": len(registered) > REGISTERED_AT_MOST,
        "posts": posts,
        "priorities": priorities,
        "is_empty": not (page.object_list or activities or registered or posts or priorities),
    }


def registered_rows(request, words):
    """[(heading of the register, Item)], one more than a page shows."""
    return links.found(words, request.today, REGISTERED_AT_MOST + 1)


def promised(user, words):
    """Activities whose number, title, detail or milestones hold the words."""
    in_milestones = Milestone.objects.filter(title__icontains=words).values("activity_id")
    wanted = Q(title__icontains=words) | Q(detail__icontains=words) | Q(pk__in=in_milestones)
    objective, _, number = words.partition(".")
    if objective.isdecimal() and number.isdecimal() and len(words) < 10:
        wanted |= Q(objective__number=int(objective), number=int(number))
    activities = Activity.objects.visible_to(user).filter(wanted)
    return activities.select_related("objective", "plan").order_by(
        "-plan", "objective__number", "number"
    )


def said(user, words):
    """Lines of the record whose words hold them, newest first."""
    texts = ("narrative", "next_steps", "reason", "correction", "evidence")
    wanted = Q()
    for text in texts:
        wanted |= Q(**{f"{text}__icontains": words})
    lines = Entry.objects.visible_to(user).filter(wanted)
    return lines.select_related("activity__objective").order_by("-made_at", "-number")
