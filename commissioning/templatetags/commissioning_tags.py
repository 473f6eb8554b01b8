"""How pages of commissioning ask how a row stands on a day, and write sums below zero."""

from django import template

from governance.templatetags.governance_tags import pounds

register = template.Library()


@register.filter
def state_on(contract, on):
    """The word for the state that follows from a contract's days."""
    return contract.state_on(on).label


@register.filter
def lacks_review(contract, on):
    """Whether a contract that runs had no review in the quarter that holds `on`."""
    return contract.lacks_review(on)


@register.filter
def signed_pounds(amount):
    """Write an amount of money as `pounds` does, below zero with a minus sign."""
    return pounds(amount).replace("-", "−")
