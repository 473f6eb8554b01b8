"""Writing a checked proposal into the plan and its record: all of it, or nothing."""

import dataclasses
import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from opcc.office.models import Post
from plans import deciding, record
from plans.forms.fields import LONGEST_TEXT
from plans.intake.comparing import compare, detail_of
from plans.intake.difference import Difference, NewPost
from plans.intake.errors import IntakeError
from plans.intake.priorities import covering
from plans.intake.proposal import interpret
from plans.intake.table import quoted
from plans.models import DeliveryPlan, Draft, Entry, Objective

__all__ = ["NEW_POST", "Outcome", "apply", "compare", "find_plan", "interpret_here", "year_from"]

NEW_POST = "new"
"""The choice, for an owner that is no post yet, to make it one."""
LONGEST_POST = Post._meta.get_field("title").max_length


class ChangedMeanwhile(IntakeError):
    """What would be done is no longer what the person checked."""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What an import did; ``posts`` are the posts it made, ``asked`` the moves it asked for."""

    plan: DeliveryPlan
    difference: Difference
    posts: tuple[Post, ...]
    asked: tuple[Draft, ...] = ()

    def __str__(self):
        """Say the counts: "1 changed, 47 unchanged, 1 date move asked for"."""
        asked = len(self.asked)
        moves = f"{asked} date move{'' if asked == 1 else 's'} asked for" if asked else ""
        return ", ".join(filter(None, [str(self.difference), moves]))


def year_from(year):
    """Return the first day of the plan's year that begins in that calendar year."""
    return dt.date(year, 4, 1)


def interpret_here(table, mapping, starts_on, *, owners=None, sole_objective=""):
    """Return the Proposal of a table, its owners matched to this office's posts.

    owners: {name in the document: NEW_POST or the key of a post}, for names that no post bears.
    """
    known = known_posts(owners or {})
    return interpret(table, mapping, known, starts_on, sole_objective=sole_objective)


def known_posts(owners):
    """Return {casefolded name: key of its post, or NewPost}. One query."""
    posts = Post.objects.all()
    known = {name: post.pk for name, post in posts.by_any_name().items()}
    keys = set(known.values())
    for name, choice in owners.items():
        post = NewPost(name) if choice == NEW_POST else int(choice)
        if isinstance(post, NewPost) or post in keys:
            known.setdefault(name.casefold(), post)
    return known


def find_plan(title, starts_on):
    """Return the plan that an import of this title and year is about, or None for a new one.

    Raises IntakeError where the title is another year's, the year another plan's, or the plan
    is closed.
    """
    plan = DeliveryPlan.objects.filter(title__iexact=title).first()
    if plan is None:
        return _refuse_second_plan(starts_on)
    if plan.starts_on != starts_on:
        raise IntakeError(
            f"{quoted(plan.title, 200)} is the plan of the year from {plan.starts_on:%-d %B %Y}. "
            "Give this year's plan another title, or correct the year."
        )
    if not plan.is_open:
        raise IntakeError(f"{quoted(plan.title, 200)} is closed, so nothing can be imported to it.")
    return plan


def _refuse_second_plan(starts_on):
    other = DeliveryPlan.objects.filter(starts_on=starts_on).first()
    if other:
        raise IntakeError(
            f"The plan of the year from {starts_on:%-d %B %Y} is called "
            f"{quoted(other.title, 200)}. Give that title to compare the document with it."
        )


def moves_at_once(user):
    """Whether this person's word moves a date: everybody else's asks for the move."""
    return user is not None and user.works_here and user.acts_as_accountable


def apply(
    proposal,
    *,
    title,
    starts_on,
    by,
    at,
    reason="",
    reason_category="",
    owners=None,
    expected=None,
):
    """Make the plan say what the proposal says; return the Outcome.

    by: the Voice that answers for the lines; at: aware datetime. reason: why what was promised
    changes; needed where an activity is changed. reason_category: of Entry.ReasonCategory,
    needed where a date changes. A date moves at once where `by` acts for the accountable post;
    else the move is asked for, in the name of `by`. owners: as chosen for `interpret_here`; a name
    matched to a post is remembered as one of the post's names. expected: the fingerprint of the
    Difference that was checked. Raises IntakeError, having written nothing.
    """
    why = {"reason": reason.strip(), "reason_category": reason_category}
    import_ = _Import(proposal, by=by, at=at, why=why, owners=owners or {})
    try:
        with transaction.atomic():
            return import_.into(title, starts_on, expected)
    except (record.Stale, IntegrityError) as error:
        raise ChangedMeanwhile(
            "Somebody changed the plan at the same moment. Try again."
        ) from error
    except record.Refused as refusal:
        raise IntakeError(str(refusal)) from refusal


class _Import:
    def __init__(self, proposal, *, by, at, why, owners):
        self.proposal, self.owners, self.why = proposal, owners, why
        self.moves_at_once = moves_at_once(by.user)
        self.asked = []
        self.voice = {"by": by, "at": at}
        self.today = timezone.localdate(at)

    def into(self, title, starts_on, expected):
        """Compare under the plan's lock, then write."""
        plan = find_plan(title, starts_on)
        if plan:
            plan = DeliveryPlan.objects.select_for_update().get(pk=plan.pk)
        difference = compare(plan, self.proposal, on=self.today, starts_on=starts_on)
        self._refuse(difference, expected)
        self._refuse_without_reasons(difference)
        posts = self._settle_posts()
        plan = plan or self._new_plan(title, starts_on)
        self._promise_new(plan, difference)
        for line in difference.changed:
            self._change(line)
        return Outcome(plan, difference, posts, tuple(self.asked))

    def _refuse(self, difference, expected):
        problems = [*self.proposal.problems, *difference.problems]
        if problems or self.proposal.unknown_owners:
            raise IntakeError("The document has problems. Put them right first.")
        if expected not in (None, difference.fingerprint):
            raise ChangedMeanwhile(
                "The plan was changed after this page was made, so nothing was imported. This is "
                "how it compares now."
            )

    def _refuse_without_reasons(self, difference):
        """Refuse what the record, or whoever decides on a move, would not take."""
        count, dates = len(difference.changed), len(difference.dated)
        if count and not self.why["reason"]:
            activities = "1 activity" if count == 1 else f"{count} activities"
            raise IntakeError(f"Give the reason: {activities} would change.")
        if len(self.why["reason"]) > LONGEST_TEXT:
            raise IntakeError(f"Give a reason of {LONGEST_TEXT:,} characters or fewer.")
        if dates and self.why["reason_category"] not in Entry.ReasonCategory.values:
            which = "1 date" if dates == 1 else f"{dates} dates"
            raise IntakeError(f"Give the kind of reason: {which} would change.")
        if difference.moves and self.voice["by"].user is None:
            raise IntakeError(
                "Give --by: a promised date moves only when somebody asks for it by name."
            )

    def _settle_posts(self):
        """Make the posts that were to be made, remember the new names of others."""
        self.posts = Post.objects.in_bulk()
        named = Post.objects.all().by_any_name()
        new = {key for activity in self.proposal.activities for key in activity.owners}
        new = sorted((key for key in new if isinstance(key, NewPost)), key=lambda key: key.title)
        for key in new:
            self.posts[key] = _made(key.title)
        for name, choice in self.owners.items():
            if choice != NEW_POST and name.casefold() not in named:
                _remember(self.posts.get(int(choice)), name)
        return tuple(self.posts[key] for key in new)

    def _new_plan(self, title, starts_on):
        state = DeliveryPlan.State
        return DeliveryPlan.objects.create(
            title=title,
            starts_on=starts_on,
            police_and_crime_plan=covering(starts_on),
            state=state.CURRENT if starts_on <= self.today else state.PREPARING,
        )

    def _promise_new(self, plan, difference):
        """Promise what is new, each under its own number where that is free."""
        objectives = self._objectives(plan, difference)
        taken = set(plan.activities.values_list("objective_id", "number"))
        for line in difference.new:
            objective = objectives[line.proposed.objective_number]
            number = _free(line.proposed.ordinal, {n for o, n in taken if o == objective.pk})
            taken.add((objective.pk, number))
            self._promise(objective, number, line)

    def _objectives(self, plan, difference):
        """Return {number in the document: Objective}, making those that are needed and new."""
        needed = {line.proposed.objective_number for line in difference.new}
        taken = {o.number for o in difference.objectives.values() if o}
        taken |= set(plan.objectives.values_list("number", flat=True))
        found = dict(difference.objectives)
        for proposed in self.proposal.objectives:
            if found[proposed.number] is None and proposed.number in needed:
                number = _free(proposed.number, taken)
                taken.add(number)
                found[proposed.number] = Objective.objects.create(
                    plan=plan, number=number, title=proposed.title
                )
        return found

    def _promise(self, objective, number, line):
        proposed = line.proposed
        lead, *joint = (self.posts[key] for key in proposed.owners)
        record.promise(
            objective,
            number=number,
            title=proposed.title,
            detail=detail_of(proposed),
            kind=proposed.kind,
            due_on=proposed.due_on,
            lead=lead,
            joint=joint,
            priorities=list(line.priorities),
            **self.voice,
        )

    def _change(self, line):
        """Add a line for each sort of change, with the one reason."""
        why = {"reason": self.why["reason"], **self.voice}
        if words := _new_words(line):
            record.reword(line.activity, **words, **why)
        if line.changes_fact("Owners"):
            lead, *joint = (self.posts[key] for key in line.proposed.owners)
            record.hand_over(line.activity, to=lead, joint=joint, **why)
        if line.changes_fact("Due date"):
            self._date(line)

    def _date(self, line):
        """Enter a first date, or a move by who may accept it; ask for any other move."""
        day = {"to": line.proposed.due_on, **self.why}
        if line.moves_date and not self.moves_at_once:
            author, at = self.voice["by"].user, self.voice["at"]
            self.asked.append(deciding.submit_move(line.activity, author=author, at=at, **day))
        else:
            record.move_date(line.activity, **day, **self._voice_for(line))

    def _voice_for(self, line):
        """Who moves a date does so for the post that may accept the move."""
        if not line.moves_date:
            return self.voice
        user = self.voice["by"].user
        return self.voice | {"by": record.Voice.of(user, line.activity, right="accept")}


def _new_words(line):
    values = {"title": line.proposed.title, "detail": detail_of(line.proposed)}
    values |= {"kind": line.proposed.kind, "priorities": list(line.priorities)}
    return {name: value for name, value in values.items() if line.changes_fact(name.capitalize())}


def _free(wanted, taken):
    return wanted if wanted not in taken else max(taken) + 1


def _made(title):
    if len(title) > LONGEST_POST:
        raise IntakeError(f"{quoted(title)} is too long for the name of a post. Match it to one.")
    return Post.objects.create(title=title)


def _remember(post, name):
    if post:
        post.aliases = [*post.aliases, name]
        post.save(update_fields=["aliases"])
