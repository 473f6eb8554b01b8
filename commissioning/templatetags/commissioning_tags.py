"""How pages of commissioning ask a row how it stands on a day."""

from django import template

register = template.Library()


@register.filter
def state_on(contract, on):
    """The word for the state that follows from a contract's days."""
    return contract.state_on(on).label


@register.filter
def lacks_review(contract, on):
    """Whether a contract that runs had no review in the quarter that holds `on`."""
    return contract.lacks_review(on)
