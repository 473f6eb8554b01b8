"""The names that the pages of a plan show: objectives, priorities and posts, in one query."""

from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from opcc.office.composed import rows_of
from opcc.office.models import Post

from .models import Objective, Priority

QUESTION = """
SELECT 'objective' AS kind, id, plan_id, number, title FROM plans_objective WHERE plan_id = %s
UNION ALL
SELECT 'priority', id, plan_id, number, title FROM plans_priority
UNION ALL
SELECT 'post', id, 0, CASE WHEN is_accountable THEN 0 WHEN is_elt THEN 1 ELSE 2 END, title
FROM office_post
UNION ALL
SELECT 'waiting', COUNT(*), 0, 0, '' FROM plans_draft
JOIN plans_activity ON plans_activity.id = plans_draft.activity_id
WHERE plans_draft.state = 'submitted' AND plans_activity.plan_id = %s
ORDER BY 1, 3, 4, 5
"""
"""Each of them by kind, in the order in which lists show them, and how many drafts wait."""


@dataclass(frozen=True)
class Names:
    """The names beside a plan as they are now. Models hold no more than what is shown of them."""

    plan: object
    rows: tuple

    @classmethod
    def beside(cls, plan):
        return cls(plan, tuple(rows_of(QUESTION, [plan.pk, plan.pk])))

    @cached_property
    def titles(self):
        """The rows that are names, for what shows nothing else of them."""
        return tuple(row for row in self.rows if row[0] != "waiting")

    def of(self, kind):
        return (row[1:] for row in self.rows if row[0] == kind)

    @cached_property
    def numbers(self):
        """{objective's key: number}"""
        return {pk: number for pk, _, number, _ in self.of("objective")}

    @cached_property
    def objectives(self):
        return [
            loaded(Objective, id=pk, plan_id=plan_id, number=number, title=title)
            for pk, plan_id, number, title in self.of("objective")
        ]

    @cached_property
    def every_priority(self):
        """{priority's key: Priority} of every Police and Crime Plan."""
        return {
            pk: loaded(Priority, id=pk, plan_id=plan_id, number=number, title=title)
            for pk, plan_id, number, title in self.of("priority")
        }

    @cached_property
    def priorities(self):
        """Those of the Police and Crime Plan that the plan serves."""
        plan_id = self.plan.police_and_crime_plan_id
        return [one for one in self.every_priority.values() if one.plan_id == plan_id]

    @cached_property
    def posts(self):
        """{post's key: Post}"""
        return {pk: loaded(Post, id=pk, title=title) for pk, _, _, title in self.of("post")}

    @cached_property
    def waiting_total(self):
        """How many drafts wait for approval."""
        return next(self.of("waiting"))[0]


def loaded(model, **values):
    """Return an object as if these columns, and no others, had been asked of the database."""
    return model.from_db(connection.alias, values.keys(), values.values())
