"""A form that is sent when its row has ended: the page says why, and gives back what was typed."""

import uuid

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render


class MayComeTooLate:
    """Mixed into a view with a form about `row`.

    ended_in: the row's column that holds the words by which it ended, where no line holds them.
    """

    ended_in = ""

    def refusal(self):
        """Why nothing of this kind can be said about the row now, in words; else an empty text."""
        return ""

    def refuse(self, why):
        """Lead to the row, which says so too; words that are not there yet are shown first."""
        typed = self.typed_texts()
        if typed and not self.has_ended_it():
            context = {"row": self.row, "why": why, "typed": typed}
            return render(self.request, "registers/too_late.html", context, status=409)
        messages.info(self.request, why)
        return redirect(self.row)

    def typed_texts(self):
        """[(label, text)] of what was sent in boxes for text and differs from the row's own."""
        boxes = self.form_class.base_fields.items()
        posted = [
            (name, field.label, self.request.POST.get(name, "").strip())
            for name, field in boxes
            if isinstance(field, forms.CharField) and not field.widget.is_hidden
        ]
        return [
            (label, text)
            for name, label, text in posted
            if text and text != getattr(self.row, name, None)
        ]

    def has_ended_it(self):
        """Whether this same form, sent before, is what ended the row."""
        if self.ended_in:
            words = self.request.POST.get("words", "")
            return getattr(self.row, self.ended_in).split() == words.split()
        token = token_of(self.request)
        return token is not None and self.was_sent_before(token)

    def was_sent_before(self, token):
        return False


def token_of(request):
    """The token of the form that was sent; None where it has none."""
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return None
