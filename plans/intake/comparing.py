"""What a proposal would change: which activities are new, changed, unchanged, or not named."""

import dataclasses
import difflib
import hashlib
import itertools
import json

from opcc.office.models import Post
from plans.intake.proposal import DUTY, Problem
from plans.intake.table import folded, quoted
from plans.models import Activity

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
ALIKE = 0.6
"""From this ratio on, two titles under one objective are taken for one that was reworded."""
PAIRS_AT_MOST = 20_000

NOT_IMPORTED = {
    "status_text": "The statuses in the document are not imported: whoever answers for an "
    "activity says how it is going.",
    "milestone_text": "The milestones in the document are not imported.",
    "priority_text": "The priorities in the document are not imported.",
}


@dataclasses.dataclass(frozen=True)
class NewPost:
    """A post that is made when the proposal is applied; it stands for its key until then."""

    title: str


@dataclasses.dataclass(frozen=True)
class Change:
    """One fact of an activity that the document says otherwise; ``old`` and ``new`` in words."""

    fact: str
    old: str
    new: str

    def __str__(self):
        return f"{self.fact}: from {self.old} to {self.new}"


@dataclasses.dataclass(frozen=True)
class Line:
    """A proposed activity beside the one of the plan that it is, if any.

    ``owners`` are the titles of their posts as they would be, the lead first.
    """

    proposed: object
    activity: Activity | None
    owners: tuple[str, ...]
    changes: tuple[Change, ...] = ()

    @property
    def state(self):
        if self.activity is None:
            return NEW
        return CHANGED if self.changes else UNCHANGED

    @property
    def owner_words(self):
        return ", ".join(self.owners)

    def changes_fact(self, fact):
        return any(change.fact == fact for change in self.changes)


@dataclasses.dataclass(frozen=True)
class Difference:
    """Everything that importing a proposal would do.

    ``objectives`` is {number in the document: the plan's Objective, or None for a new one}.
    ``missing`` are the plan's activities that the document does not name; they stay as they are.
    """

    lines: tuple[Line, ...]
    objectives: dict
    missing: tuple
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    def of(self, state):
        return [line for line in self.lines if line.state == state]

    @property
    def new(self):
        return self.of(NEW)

    @property
    def changed(self):
        return self.of(CHANGED)

    @property
    def unchanged(self):
        return self.of(UNCHANGED)

    def __str__(self):
        """Say the counts: "1 changed, 47 unchanged"."""
        counts = [(len(self.of(state)), state) for state in (NEW, CHANGED, UNCHANGED)]
        return ", ".join(f"{count} {state}" for count, state in counts if count)

    @property
    def fingerprint(self):
        """A digest of what would be done, to tell whether it is still what a person checked."""
        facts = [
            [line.proposed.title, line.activity and line.activity.pk, line.owner_words]
            + [str(change) for change in line.changes]
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def compare(plan, proposal, *, on):
    """Return the Difference between a DeliveryPlan, or None, and what is proposed for it.

    on: the day of the import, on which owners must be posts that stand. Four queries at most.
    """
    return _Comparison(plan, proposal, on).difference()


class _Comparison:
    def __init__(self, plan, proposal, on):
        self.plan, self.proposal, self.on = plan, proposal, on
        self.posts = Post.objects.in_bulk()
        self.existing = _activities_of(plan)
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
            notes=tuple(self._notes_on_objectives() + self.notes + self._notes_on_columns()),
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
        owners = self._owners_of(proposed)
        changes = tuple(self._changes(proposed, activity, owners)) if activity else ()
        if changes and activity.has_ended:
            status = activity.get_status_display().lower()
            self.notes.append(
                f"{activity.reference} is {status}. The document (row {proposed.row_number}) says "
                "something else of it; it is left as it is."
            )
            changes = ()
        line = Line(proposed, activity, owners, changes)
        self._check(line)
        return line

    def _changes(self, proposed, activity, owners):
        """Yield what the document says otherwise; what it does not say at all is no change."""
        detail = detail_of(proposed)
        if proposed.title != activity.title:
            yield Change("Title", _whole(activity.title), _whole(proposed.title))
        if _owners_differ(proposed, activity):
            stands = self._titles([activity.lead_id, *_joint(activity)])
            yield Change("Owners", ", ".join(stands), ", ".join(owners))
        if proposed.due_on and proposed.due_on != activity.due_on:
            yield Change("Due date", _day(activity.due_on), _day(proposed.due_on))
        if detail and detail != activity.detail:
            yield Change("Detail", quoted(activity.detail), quoted(detail))
        if proposed.kind == DUTY and not activity.is_duty:
            yield Change("Kind", "deliverable", "continuing duty")

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

    def _notes_on_columns(self):
        rows = self.proposal.activities
        return [note for name, note in NOT_IMPORTED.items() if any(getattr(r, name) for r in rows)]


def _activities_of(plan):
    if plan is None:
        return []
    activities = plan.activities.select_related("objective", "plan", "lead")
    return list(activities.prefetch_related("ownerships").in_order())


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
