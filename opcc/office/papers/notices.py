"""What a paper must say of itself."""

DEMONSTRATION = (
    "Demonstration: the plan is real; dates, progress, people, providers, contracts and monthly "
    "figures are invented."
)


def notice(office):
    """What every page of a paper says: that it is a demonstration, where it is one."""
    return DEMONSTRATION if office.is_demonstration else ""
