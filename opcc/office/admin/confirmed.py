"""Pages of Django admin whose changes ask again who is at the keyboard."""

from django.contrib import messages

from ..kept_typing import as_posted, take_kept_typing
from ..sign_in.confirming import confirm_first

NOT_SAVED = (
    "You have confirmed that it is you. What you typed is below, and nothing of it is saved yet. "
    "Check it, and send it again."
)


def typed_before(request):
    """What was typed into this page before it asked, as a browser would post it; or None."""
    kept = take_kept_typing(request) if request.method == "GET" else None
    if kept is None:
        return None
    messages.warning(request, NOT_SAVED)
    return as_posted(kept)


class AsksAgain:
    """For a ModelAdmin: whoever adds, changes or deletes one of its rows is asked."""

    def changeform_view(self, request, *args, **kwargs):
        if question := confirm_first(request):
            return question
        request.typed_before = typed_before(request)
        return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        return confirm_first(request) or super().delete_view(request, *args, **kwargs)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        typed = getattr(request, "typed_before", None)
        return filled_in(form, typed) if typed else form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        values = super().get_formset_kwargs(request, obj, inline, prefix)
        typed = getattr(request, "typed_before", None)
        return {**values, "data": typed} if typed else values


def filled_in(form, typed):
    """The class of form, opened with what was typed rather than with what is stored."""

    class FilledIn(form):
        def __init__(self, data=None, *args, **kwargs):
            super().__init__(typed if data is None else data, *args, **kwargs)

    return FilledIn
