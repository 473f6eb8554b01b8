"""Words of the portal's own pages."""

from django import template

register = template.Library()

UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60))


@register.filter
def age(span):
    """Write a span of time by its largest unit: "3 days", "1 hour", "less than a minute"."""
    seconds = span.total_seconds()
    for name, length in UNITS:
        if seconds >= length:
            count = int(seconds // length)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return "less than a minute"
