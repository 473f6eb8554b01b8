"""The parts of the frame that look the same on page after page."""

from django import template

from opcc.office.fragments import fragment

register = template.Library()


@register.simple_tag
def navigation_bar(items):
    """Show the service navigation: a list of {"label", "url", "current"}."""
    shown = tuple((item["label"], item["url"], item["current"]) for item in items or ())
    return fragment("includes/navigation.html", navigation=shown)


@register.simple_tag
def page_footer(office):
    """Show the foot of the page, with the office's name where the office is known."""
    return fragment("includes/footer.html", office_name=office.full_name if office else "")
