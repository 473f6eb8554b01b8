"""Your account: who you are here, and which mail you want."""

from django.contrib import messages
from django.shortcuts import redirect, render

from opcc.office.kept_typing import take_kept_typing
from opcc.office.models import MailPreference

from ..forms.account import MailForm


def account(request):
    """Show the reader's account, and keep which mail they choose."""
    preference = MailPreference.objects.of(request.user)
    form = MailForm(request.POST or None, instance=preference, reader=request.user)
    if request.method == "POST" and form.is_valid():
        form.keep()
        messages.success(request, "Saved. It counts from the next mail on.")
        return redirect("portal:account")
    if kept := take_kept_typing(request):
        chosen = {name: values[-1] for name, values in kept.items()}
        form = MailForm(instance=preference, reader=request.user, initial=chosen)
    context = {"form": form, "holdings": request.user.current_holdings}
    return render(request, "portal/account.html", context)
