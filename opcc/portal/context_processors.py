"""What the frame of every page shows."""

from django.urls import reverse


def navigation(request):
    """Return the items of the service navigation that this reader may open."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    return {"navigation": [item(request, *entry) for entry in entries(user)]}


def entries(user):
    if not user.works_here:
        return [("Home", "portal:home")]
    office = [
        ("My work", "portal:home"),
        ("Plan", "plans:current"),
        ("Owners", "plans:owner-list"),
        ("Priorities", "plans:priority-list"),
        ("ELT fortnight", "portal:elt"),
        ("Search", "portal:search"),
    ]
    return [*office, ("Admin", "admin:index")] if user.is_staff else office


def item(request, label, name):
    url = reverse(name)
    here = request.path == url if url == "/" else request.path.startswith(url)
    return {"label": label, "url": url, "current": here}
