"""Pages that say something about the site itself."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def accessibility(request):
    """The accessibility statement (SI 2018/952): open to everybody, signed in or not."""
    return render(request, "portal/accessibility.html")
