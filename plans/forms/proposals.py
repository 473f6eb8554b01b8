"""Which form proposes which kind of draft."""

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
