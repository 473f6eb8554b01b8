"""What a person had typed when their session ended, given back after they sign in again."""

SESSION_KEY = "kept_typing"
LONGEST = 60_000
"""Characters kept at most: enough for any form here, too little to fill a disk with."""

NEVER_KEPT = {"csrfmiddlewaretoken", "password", "old_password", "new_password1", "new_password2"}


def keep_typing(request):
    """Put the posted fields into the visitor's new, empty session, for this address only."""
    fields = {name: values for name, values in request.POST.lists() if name not in NEVER_KEPT}
    if sum(len(value) for values in fields.values() for value in values) <= LONGEST:
        request.session[SESSION_KEY] = {"path": request.path, "fields": fields}


def take_kept_typing(request):
    """Return {field: [values]} kept for this address, once; None where there is nothing."""
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    return kept["fields"]
