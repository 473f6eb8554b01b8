"""What a proposal would change: which activities are new, changed, unchanged, or not named."""

import difflib
import itertools
from functools import cached_property

from opcc.office.models import Post
from plans.intake.difference import Change, Difference, Line, NewPost
from plans.intake.priorities import Priorities, covering, in_order, titles
from plans.intake.proposal import DUTY, Problem
from plans.intake.table import folded, quoted
from plans.models import Draft

ALIKE = 0.6
"""From this ratio on, two titles under one objective are taken for one that was reworded."""
PAIRS_AT_MOST = 20_000

STAYS_BEHIND = {
    "status_text": "The statuses in the document are not imported: a status changes only by a "
    "dated update, in words, from whoever answers for the activity.",
    "milestone_text": "The milestones in the document are not imported.",
}


def compare(plan, proposal, *, on, starts_on=None):
    """Return the Difference between a DeliveryPlan, or None, and what is proposed for it.

    on: the day of the import, on which owners must be posts that stand. starts_on: the first day
    of a new plan's year, to know its priorities. Four queries, two more where the document names
    priorities, one more where a date changes.
    """
    return _Comparison(plan, proposal, on, starts_on).difference()


class _Comparison:
    def __init__(self, plan, proposal, on, starts_on):
        self.plan, self.proposal, self.on, self.starts_on = plan, proposal, on, starts_on
        self.posts = Post.objects.in_bulk()
        self.names_priorities = any(item.priority_text for item in proposal.activities)
        self.existing = _activities_of(plan, self.names_priorities)
        self.strange_priorities = {}
        self.objectives = _match_objectives(plan, proposal)
        self.problems = []
        self.notes = []

    def difference(self):
        pairs = self._pairs()
        named = {activity.pk for activity in pairs.values()}
        lines = tuple(
            self._line(proposed, pairs.get(index))
            for index, proposed in enumerate(self.proposal.activities)
        )
        return Difference(
            lines=lines,
            objectives=self.objectives,
            missing=tuple(activity for activity in self.existing if activity.pk not in named),
            problems=tuple(self.problems),
            notes=(
                *self._notes_on_objectives(),
                *self.notes,
                *self._notes_on_priorities(),
                *self._notes_on_columns(),
            ),
        )

    def _pairs(self):
        """Return {place of the proposed activity: the activity that it is}."""
        proposed = self.proposal.activities
        by_title = {_plain(activity.title): activity for activity in reversed(self.existing)}
        pairs = {}
        for index, item in enumerate(proposed):
            if found := by_title.pop(_plain(item.title), None):
                pairs[index] = found
        taken = {activity.pk for activity in pairs.values()}
        rows = [(index, item) for index, item in enumerate(proposed) if index not in pairs]
        left = [activity for activity in self.existing if activity.pk not in taken]
        return pairs | self._reworded(rows, left)

    def _reworded(self, rows, activities):
        """Pair what is left by how much alike the titles are, the most alike first."""
        likely = [
            (_likeness(item.title, activity.title), index, activity)
            for (index, item), activity in self._under_one_objective(rows, activities)
        ]
        pairs, taken = {}, set()
        for ratio, index, activity in sorted(likely, key=lambda each: (-each[0], each[1])):
            if ratio >= ALIKE and index not in pairs and activity.pk not in taken:
                pairs[index] = activity
                taken.add(activity.pk)
        return pairs

    def _under_one_objective(self, rows, activities):
        every = itertools.product(rows, activities)
        pairs = [(row, a) for row, a in every if self._objective_id(row[1]) == a.objective_id]
        if len(pairs) <= PAIRS_AT_MOST:
            return pairs
        self.notes.append("Too many titles differ to say which of them were reworded.")
        return []

    def _objective_id(self, proposed):
        objective = self.objectives.get(proposed.objective_number)
        return objective and objective.pk

    def _line(self, proposed, activity):
        owners, priorities = self._owners_of(proposed), self._priorities_of(proposed, activity)
        changes = tuple(self._changes(proposed, activity, owners, priorities)) if activity else ()
        if changes and activity.has_ended:
            status = activity.get_status_display().lower()
            self.notes.append(
                f"{activity.reference} is {status}. The document (row {proposed.row_number}) says "
                "something else of it; it is left as it is."
            )
            changes = ()
        line = Line(proposed, activity, owners, changes, priorities)
        self._check(line)
        return line

    def _changes(self, proposed, activity, owners, priorities):
        """Yield what the document says otherwise; what it does not say at all is no change."""
        detail = detail_of(proposed)
        if proposed.title != activity.title:
            yield Change("Title", _whole(activity.title), _whole(proposed.title))
        if _owners_differ(proposed, activity):
            stands = self._titles([activity.lead_id, *_joint(activity)])
            yield Change("Owners", ", ".join(stands), ", ".join(owners))
        if self._has_another_date(proposed, activity):
            yield Change("Due date", _day(activity.due_on), _day(proposed.due_on))
        if detail and detail != activity.detail:
            yield Change("Detail", quoted(activity.detail), quoted(detail))
        if proposed.kind == DUTY and not activity.is_duty:
            yield Change("Kind", "deliverable", "continuing duty")
        if priorities and set(priorities) != set(activity.priorities.all()):
            yield Change("Priorities", titles(activity.priorities.all()), titles(priorities))

    def _has_another_date(self, proposed, activity):
        """Whether the document says another date; one that was asked for already is noted."""
        if proposed.due_on in (None, activity.due_on):
            return False
        if not asks_for(self._open_moves.get(activity.pk), proposed.due_on):
            return True
        self.notes.append(
            f"Row {proposed.row_number}: the move of {activity.reference} to "
            f"{_day(proposed.due_on)} has been asked for already."
        )
        return False

    @cached_property
    def _open_moves(self):
        """{key of an activity: the Draft that would move its date}. One query."""
        moves = Draft.objects.open().filter(kind=Draft.Kind.DATE_MOVE, activity__plan=self.plan)
        return {draft.activity_id: draft for draft in moves}

    def _priorities_of(self, proposed, activity):
        """Return the priorities that a row names; where it names strange ones, beside the old."""
        if not proposed.priority_text or self._known_priorities.plan is None:
            return ()
        found, strange = self._known_priorities.named(proposed.priority_text)
        for words in strange:
            self.strange_priorities.setdefault(words, []).append(proposed.row_number)
        if activity and strange:
            found |= set(activity.priorities.all())
        return tuple(in_order(found))

    @cached_property
    def _known_priorities(self):
        """The priorities of the Police and Crime Plan that the delivery plan serves."""
        if self.plan:
            return Priorities(self.plan.police_and_crime_plan)
        return Priorities(covering(self.starts_on) if self.starts_on else None)

    def _owners_of(self, proposed):
        """Return the titles of the proposed owners; an unknown owner's name as it is written."""
        pairs = zip(proposed.owners, proposed.owner_names, strict=True)
        return self._titles([name if key is None else key for key, name in pairs])

    def _titles(self, owners):
        """Name the owners: each the key of a post, a post to be made, or an unknown name."""
        return tuple(
            owner.title if isinstance(owner, NewPost)
            else self.posts[owner].title if isinstance(owner, int)
            else owner
            for owner in owners
        )  # fmt: skip

    def _check(self, line):
        """Note what the record or the office would refuse."""
        proposed, activity = line.proposed, line.activity
        if activity is None or line.changes_fact("Owners"):
            self._check_owners(proposed)
        starts_on = activity and activity.starts_on
        if line.changes_fact("Due date") and starts_on and proposed.due_on < starts_on:
            message = f"The activity starts on {_day(starts_on)}, after the date in this row."
            self.problems.append(Problem(proposed.row_number, "due", message))
        if line.changes_fact("Due date") and activity.pk in self._open_moves:
            message = (
                f"A draft that moves a date of {activity.reference} is open. Have it decided or "
                "discarded first."
            )
            self.problems.append(Problem(proposed.row_number, "due", message))
        if activity and activity.objective_id != self._objective_id(proposed):
            self.notes.append(
                f"Row {proposed.row_number}: the activity stays under objective "
                f"{activity.objective.number}, as {activity.reference}."
            )

    def _check_owners(self, proposed):
        for post in filter(None, map(self.posts.get, proposed.owners)):
            if post.abolished_on and post.abolished_on <= self.on:
                message = f"The post {quoted(post.title)} was abolished. Name one that stands."
                self.problems.append(Problem(proposed.row_number, "owner", message))

    def _notes_on_objectives(self):
        return [
            f"Objective {objective.number} is called {quoted(objective.title)} in the plan and "
            f"{quoted(proposed.title)} in the document; it is left as it is."
            for proposed in self.proposal.objectives
            if (objective := self.objectives[proposed.number]) and objective.title != proposed.title
        ]

    def _notes_on_priorities(self):
        if self.names_priorities and self._known_priorities.plan is None:
            words = "the plan belongs to no Police and Crime Plan that is known here."
            return [f"The priorities in the document are not imported: {words}"]
        return [
            f"{_rows(numbers)}: {quoted(words)} is no priority of {self._known_priorities.plan}, "
            "so nothing was linked to it."
            for words, numbers in self.strange_priorities.items()
        ]

    def _notes_on_columns(self):
        rows = self.proposal.activities
        return [note for name, note in STAYS_BEHIND.items() if any(getattr(r, name) for r in rows)]


def asks_for(draft, day):
    """Whether a draft, or None, waits for a word on moving the whole activity to that day."""
    if draft is None or draft.state != Draft.State.SUBMITTED:
        return False
    typed = [draft.proposal.get(f"to_{part}", [""])[-1].strip().lstrip("0") for part in range(3)]
    is_whole = draft.proposal.get("what") == ["activity"]
    return is_whole and typed == [str(day.day), str(day.month), str(day.year)]


def _rows(numbers):
    return f"Row {numbers[0]}" if len(numbers) == 1 else f"Rows {', '.join(map(str, numbers))}"


def _activities_of(plan, with_priorities):
    if plan is None:
        return []
    activities = plan.activities.select_related("objective", "plan", "lead")
    more = ["priorities"] if with_priorities else []
    return list(activities.prefetch_related("ownerships", *more).in_order())


def _match_objectives(plan, proposal):
    """Return {number in the document: Objective or None}: by title first, then by number."""
    left = list(plan.objectives.all()) if plan else []
    found = dict.fromkeys(proposed.number for proposed in proposal.objectives)
    for key in (lambda o: _plain(o.title), lambda o: o.number):
        for proposed in proposal.objectives:
            if found[proposed.number] is None:
                match = next((o for o in left if key(o) == key(proposed)), None)
                found[proposed.number] = match
                left = [o for o in left if o != match]
    return found


def _owners_differ(proposed, activity):
    owners = set(proposed.owners)
    return owners != activity.owner_ids("joint") or proposed.owners[:1] != (activity.lead_id,)


def _joint(activity):
    return [o.post_id for o in activity.ownerships.all() if o.role == "joint"]


def _likeness(one, other):
    """Return how much alike two titles are, 0 to 1; 0 at once for what cannot be alike enough."""
    matcher = difflib.SequenceMatcher(None, _plain(one), _plain(other), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0
    return matcher.ratio()


def _plain(title):
    return folded(title).casefold()


def detail_of(proposed):
    """Return the proposed detail with one kind of line end, as it is stored."""
    return proposed.detail.replace("\r\n", "\n").replace("\r", "\n")


def _whole(text):
    return quoted(text, length=len(text) + 1)


def _day(day):
    return f"{day:%-d %B %Y}" if day else "no date"
