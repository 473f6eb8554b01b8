"""A page of Django admin for a verb: it asks for a reason, says what will happen, and does it."""

from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.generic import FormView

from .confirmed import typed_before


class VerbPage(FormView):
    """What a verb's page needs beside its form. One class for each verb."""

    template_name = "admin/verb_form.html"
    model_admin = None
    name = ""
    """Of the address, after app and model: "hand-over" is admin:office_post_hand-over."""

    title = ""
    button = ""
    refusals = (ValidationError,)
    """What `act` raises to say, in words, that nothing was done."""

    @classmethod
    def url(cls, model_admin, route):
        """Return the path of this page within `model_admin`, open to administrators only."""
        opts = model_admin.model._meta
        view = model_admin.admin_site.admin_view(cls.as_view(model_admin=model_admin))
        return path(route, view, name=f"{opts.app_label}_{opts.model_name}_{cls.name}")

    def act(self, form):
        """Do it, and return the sentence that says so."""
        raise NotImplementedError

    def consequences(self):
        """Sentences that say what will happen."""
        return []

    def subjects(self):
        """The rows it will happen to, for a list on the page."""
        return []

    def refused_because(self):
        """Say why the verb cannot be used here at all, or nothing."""
        return ""

    def back_url(self):
        opts = self.model_admin.model._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")

    def get(self, request, *args, **kwargs):
        """Show the form, with what was typed before the page asked who is at the keyboard."""
        form = self.get_form()
        if typed := typed_before(request):
            form = self.get_form_class()(**(self.get_form_kwargs() | {"data": typed}))
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request, *args, **kwargs):
        if self.refused_because():
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            done = self.act(form)
        except self.refusals as refusal:
            form.add_error(None, self.words_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.back_url())

    def words_of(self, refusal):
        """Texts to show above the form; a field that a page does not ask for speaks there too."""
        return getattr(refusal, "messages", None) or [str(refusal)]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form, model_admin = context["form"], self.model_admin
        fieldsets = [(None, {"fields": list(form.fields)})]
        return {
            **model_admin.admin_site.each_context(self.request),
            **context,
            "title": self.title,
            "button": self.button,
            "opts": model_admin.model._meta,
            "adminform": AdminForm(form, fieldsets, {}),
            "media": model_admin.media + form.media,
            "consequences": self.consequences(),
            "subjects": self.subjects(),
            "refused_because": self.refused_because(),
            "back_url": self.back_url(),
            "seen": "",
        }
