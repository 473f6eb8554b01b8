"""A year of meetings in one go: typed, checked day by day, and made together or not at all."""

from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from opcc.office.kept_typing import as_posted, take_kept_typing
from plans.registers.views import ForReaders
from plans.views.access import demand

from ..forms.meeting_series import SeriesForm

OWN = ("csrfmiddlewaretoken", "check", "confirm", "change")
"""What a posted form holds besides what was typed."""


class MeetingSeries(ForReaders, FormView):
    """The form; what was typed with its days, to be looked at; then the meetings."""

    form_class = SeriesForm
    template_name = "governance/meeting_series.html"
    check_template = "governance/meeting_series_check.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.works_here:
            demand(request.user, "governance.add")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        kept = take_kept_typing(request)
        form = self.get_form()
        if kept:
            form = self.unchecked(as_posted(kept))
        return self.render_to_response(self.get_context_data(form=form, kept=bool(kept)))

    def unchecked(self, data):
        """The form as it was typed, with nothing complained of."""
        form = self.form_class(data, today=self.request.today)
        form._errors, form.cleaned_data = {}, {}
        return form

    def get_initial(self):
        return {"body": self.request.GET.get("body", ""), "weeks": 2}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": self.request.today}

    def post(self, request, *args, **kwargs):
        if "change" in request.POST:
            form = self.unchecked(request.POST)
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        if "confirm" not in self.request.POST:
            return self.check(form)
        try:
            made = form.make()
        except IntegrityError:
            messages.info(self.request, "Somebody else added a meeting just now. Check the days.")
            return self.check(form, status=409)
        messages.success(self.request, self.said_of(made))
        body = form.cleaned_data["body"]
        return redirect(f"{reverse('governance:meeting-list')}?body={body.pk}&when=all")

    def said_of(self, made):
        if not made:
            return "Nothing was added: the body already has a meeting on each of these days."
        return f"{len(made)} meeting{'' if len(made) == 1 else 's'} added."

    def check(self, form, status=200):
        taken = form.taken()
        context = {
            "form": form,
            "typed": form.cleaned_data,
            "hidden": [(name, form.data[name]) for name in form.data if name not in OWN],
            "to_make": [day for day in form.days if day not in taken],
            "taken": [taken[day] for day in form.days if day in taken],
        }
        self.template_name = self.check_template
        return self.render_to_response(context, status=status)
