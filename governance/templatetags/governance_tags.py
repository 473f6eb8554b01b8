"""How pages of governance show money, scores and links. Looks are in templates/governance."""

from urllib.parse import urlsplit

from django import template
from django.urls import reverse

from governance.heat_map import IMPACTS, LIKELIHOODS
from governance.models.risks import band_of
from opcc.office.fragments import fragment

register = template.Library()

LONGEST_ADDRESS = 60


@register.filter
def pounds(amount):
    """Write an amount of money as "£1,234", with pence only where there are some."""
    if amount is None:
        return ""
    pence = ".2f" if round(amount, 2) % 1 else ".0f"
    sign = "-" if amount < 0 else ""
    return f"{sign}£{abs(amount):,{pence}}"


@register.simple_tag
def band_tag(score, bands):
    """Show what a score of 1 to 25 is called: bars that rise with it, the word, the figure."""
    band = band_of(score, bands)
    return fragment(
        "governance/includes/band_tag.html",
        name=band.name if band else "",
        tone=band.tone if band else "",
        score=score,
    )


@register.simple_tag
def band_bars(tone):
    """Show a band's bars alone, where other words say it."""
    return fragment("governance/includes/band_bars.html", tone=tone)


@register.filter
def band_name(score, bands):
    """Return the word for a score; an empty text below every band."""
    band = band_of(score, bands)
    return band.name if band else ""


@register.filter
def likelihood_word(figure):
    return LIKELIHOODS[figure][0]


@register.filter
def impact_word(figure):
    return IMPACTS[figure][0]


@register.filter
def is_not_reviewed(risk, on):
    """Whether nobody scored the open risk for 90 days before `on`."""
    return risk.is_not_reviewed(on)


@register.filter
def address_words(url):
    """Return an address as people read it: its site and path, a long one cut short."""
    parts = urlsplit(url)
    words = (parts.netloc + parts.path).removeprefix("www.").rstrip("/")
    return words if len(words) <= LONGEST_ADDRESS else f"{words[: LONGEST_ADDRESS - 1]}…"


@register.filter
def site_words(url):
    """Return the site that an address leads to, such as "example.org"."""
    return urlsplit(url).netloc.removeprefix("www.")


PANEL_PAGES = [
    ("Packs", "governance:pack-list"),
    ("Work programme", "governance:programmeitem-list"),
    ("Questions and recommendations", "governance:scrutinyitem-list"),
    ("Alignment with the plan", "governance:alignment"),
    ("How we report", "governance:how-we-report"),
]
"""What the office finds under “Panel”: (label, address's name). Members have a navigation of
their own."""


@register.inclusion_tag("governance/includes/panel_pages.html", takes_context=True)
def panel_pages(context):
    """Show the office the pages about the panel, the present one marked."""
    request = context["request"]
    if not request.user.has_perm("governance.view"):
        return {"pages": []}
    pages = [(label, reverse(name)) for label, name in PANEL_PAGES]
    return {"pages": [(label, url, url == request.path) for label, url in pages]}
