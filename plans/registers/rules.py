"""Who may do what with the rows of registers, the same in every app."""

import rules

from ..rules import DEPUTY, HOLDER, acts_for_accountable_post, works_here


@rules.predicate
def holds_a_post(user):
    """Any holding, of any post: who works for none reads and does not write."""
    return bool(user.post_ids())


@rules.predicate
def works_for_owner(user, row):
    """Any holding of the post that answers for the row."""
    return row is not None and row.owner_id in user.post_ids()


@rules.predicate
def decides_for_owner(user, row):
    return row is not None and row.owner_id in user.post_ids(HOLDER, DEPUTY)


@rules.predicate
def works_for_accountable_post(user):
    return any(holding.post.is_accountable for holding in user.current_holdings)


def permit(app):
    """Make the permissions that the pages of an app's registers ask for."""
    rules.add_perm(f"{app}.view", works_here)
    rules.add_perm(f"{app}.add", works_here & holds_a_post)
    rules.add_perm(f"{app}.change", works_here & (works_for_owner | works_for_accountable_post))
    # An answer speaks for the office: the owner's holder or deputy gives it, or the accountable
    # post. A date moves by the accountable post alone.
    rules.add_perm(f"{app}.answer", works_here & (decides_for_owner | acts_for_accountable_post))
    rules.add_perm(f"{app}.move_date", works_here & acts_for_accountable_post)


permit("plans")
