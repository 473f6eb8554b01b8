"""Who may do what with a plan. Asked everywhere as `user.has_perm(permission, activity)`."""

import rules

from opcc.office.models import Holding

from .models import Draft

HOLDER, DEPUTY = Holding.Kind.HOLDER, Holding.Kind.DEPUTY


@rules.predicate
def works_here(user):
    return user.is_authenticated and user.works_here


@rules.predicate
def is_administrator(user):
    return user.is_authenticated and user.is_staff


@rules.predicate
def acts_for_accountable_post(user):
    return user.acts_as_accountable


@rules.predicate
def plan_is_open(user, activity):
    return activity is not None and activity.plan.is_open


@rules.predicate
def works_for_an_owner(user, activity):
    """Any holding of a post that leads, shares or contributes."""
    posts = user.post_ids()
    return activity.lead_id in posts or bool(posts & activity.owner_ids())


@rules.predicate
def decides_for_an_owner(user, activity):
    """Holder or deputy of the lead or of a joint owner."""
    posts = user.post_ids(HOLDER, DEPUTY)
    return activity.lead_id in posts or bool(posts & activity.owner_ids("joint"))


@rules.predicate
def decides_for_lead(user, activity):
    return activity.lead_id in user.post_ids(HOLDER, DEPUTY)


@rules.predicate
def lead_has_nobody_to_decide(user, activity):
    """The lead post is vacant and nobody deputises: the accountable post steps in."""
    return not any(holding.decides for holding in activity.lead.holdings_on(user.day))


@rules.predicate
def decides_for_receiving_post(user, draft):
    offered = draft.proposal.get("to", [])[-1:]
    return bool(set(offered) & {str(pk) for pk in user.post_ids(HOLDER, DEPUTY)})


answers = acts_for_accountable_post
rules.add_perm("plans.view_plans", works_here)
rules.add_perm("plans.import_plan", works_here & (is_administrator | answers))
rules.add_perm(
    "plans.write", works_here & plan_is_open & (works_for_an_owner | acts_for_accountable_post)
)
rules.add_perm(
    "plans.approve",
    works_here
    & plan_is_open
    & (decides_for_an_owner | (acts_for_accountable_post & lead_has_nobody_to_decide)),
)
rules.add_perm("plans.accept", works_here & plan_is_open & acts_for_accountable_post)
# Only who answers for an activity may give it away; the receiver then accepts.
rules.add_perm(
    "plans.offer", works_here & plan_is_open & (decides_for_lead | acts_for_accountable_post)
)


@rules.predicate
def may_decide(user, draft):
    """Who turns a draft into a line: the owner's post, the accountable post, or the receiver."""
    if draft.is_for_accountable_post:
        return user.has_perm("plans.accept", draft.activity)
    if draft.kind == Draft.Kind.HAND_OVER:
        return draft.activity.plan.is_open and (
            decides_for_receiving_post(user, draft) or user.acts_as_accountable
        )
    return user.has_perm("plans.approve", draft.activity)


@rules.predicate
def is_author(user, draft):
    return draft.author_id == user.pk


@rules.predicate
def waits(user, draft):
    return draft.state == Draft.State.SUBMITTED


@rules.predicate
def may_write(user, draft):
    return user.has_perm("plans.write", draft.activity)


rules.add_perm("plans.decide", works_here & may_decide)
# A draft that waits for a decision is taken back by its author, or by who decides on it.
rules.add_perm("plans.rewrite", works_here & (is_author | may_decide | (may_write & ~waits)))
