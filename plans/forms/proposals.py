"""Which form proposes which kind of draft."""

from ..models import Draft, Entry
from .milestones import MilestoneCorrectionForm
from .promises import DateMoveForm, HandOverForm, RewordForm, WithdrawForm
from .statements import ConfirmForm, CorrectionForm, UpdateForm

FORMS = {
    form.kind: form
    for form in (
        UpdateForm,
        ConfirmForm,
        DateMoveForm,
        RewordForm,
        WithdrawForm,
        HandOverForm,
        CorrectionForm,
    )
}


def form_class(kind, corrects=None):
    """Return the form for a kind of draft; `corrects` is the line that a correction is about."""
    about_milestone = corrects is not None and corrects.kind == Entry.Kind.MILESTONE_MET
    if kind == Draft.Kind.CORRECTION and about_milestone:
        return MilestoneCorrectionForm
    return FORMS[kind]
