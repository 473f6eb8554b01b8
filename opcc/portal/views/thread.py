"""The page that shows where the golden thread is broken."""

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render

from opcc.office.models import Post
from plans.registers.views import PAGE_SIZE
from plans.views.access import refuse_outsiders
from plans.views.plans import Standpoint, current_plan

from ..thread import BREAKS

FIRST = 10
"""How many rows of each kind are shown together with the others."""


class ThreadFilter(forms.Form):
    q = forms.CharField(label="Words", required=False, max_length=100)
    kind = forms.ChoiceField(
        label="Break",
        required=False,
        choices=[("", "All"), *((each.key, each.heading) for each in BREAKS)],
    )
    owner = forms.ModelChoiceField(
        label="Owner", required=False, queryset=Post.objects.all(), empty_label="All"
    )
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "As in their registers"), ("title", "By name"), ("owner", "By owner")],
    )

    @property
    def asked(self):
        """What is asked for, as far as it can be read."""
        self.is_valid()
        return self.cleaned_data

    def narrow(self, rows):
        """The rows that hold the words and are of the owner, in the order asked for."""
        words, post = self.asked.get("q", ""), self.asked.get("owner")
        kept = [row for row in rows if row.holds(words, post)]
        keys = {"title": lambda row: row.title, "owner": lambda row: str(row.post or "")}
        order = keys.get(self.asked.get("sort"))
        return sorted(kept, key=order) if order else kept


def broken_thread(request):
    """The first rows of every kind of break, or all of the one asked for, in pages."""
    refuse_outsiders(request)
    form = ThreadFilter(request.GET)
    plan = current_plan(request)
    position = Standpoint(request, plan, asks_day=False).whole if plan else None
    chosen = form.asked.get("kind")
    size = PAGE_SIZE if chosen else FIRST
    asked_page = request.GET.get("page") if chosen else 1
    found = []
    for each in BREAKS:
        if chosen in ("", None, each.key):
            every = each.find(plan, position, request.today)
            page = Paginator(form.narrow(every), size).get_page(asked_page)
            found.append({"kind": each, "page": page, "whole_total": len(every)})
    context = {"found": found, "filter_form": form, "chosen": chosen, "plan": plan}
    context["page_obj"] = found[0]["page"] if chosen else None
    return render(request, "portal/thread.html", context)
