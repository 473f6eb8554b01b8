"""The rows that the names in a table of contracts may stand for, and how pages name them."""

from functools import cached_property

from opcc.office.models import Department, Post
from plans.registers.fields import ActivitiesField
from plans.registers.intake.names import Names, New

from ..models import Contract, Provider, Service

NEW = "new:"
"""How the choice to make a provider begins; its kind follows."""


class Known:
    """Providers, services, posts and departments by name, and activities by number.

    plan: the delivery plan whose activities can be named, or None. chosen: {field: {name: choice}}
    for names that are not known. today: on which a post has to stand to be chosen.
    """

    def __init__(self, plan, chosen, today):
        self.plan, self.chosen, self.today = plan, chosen, today

    @cached_property
    def rows(self):
        """{field: {key: row}}. Four queries."""
        return {
            "provider": Provider.objects.in_bulk(),
            "service": Service.objects.in_bulk(),
            "owner": Post.objects.in_bulk(),
            "department": Department.objects.in_bulk(),
        }

    @cached_property
    def names(self):
        """{field: Names}."""
        return {field: self.names_of(field) for field in self.rows}

    def names_of(self, field):
        by_name = {str(row).casefold(): key for key, row in self.rows[field].items()}
        if field == "owner":
            by_name = {
                name.casefold(): key
                for key, post in self.rows[field].items()
                for name in (post.title, *post.aliases)
            }
        offered = [choice for choice, _ in self.offered(field)]
        return Names(by_name, self.chosen.get(field, {}), offered)

    def offered(self, field):
        """[(choice, label)]: rows that go on and, for a provider, to make it one."""
        rows = self.rows[field].items()
        standing = [(str(key), str(row)) for key, row in rows if self.stands(row)]
        standing.sort(key=lambda each: each[1].casefold())
        made = Provider.Kind.choices if field == "provider" else []
        return [(NEW + kind, f"Make it a new provider: {label}") for kind, label in made] + standing

    def stands(self, row):
        if isinstance(row, Post):
            return row.stands_on(self.today)
        return getattr(row, "ended_on", None) is None

    def look_up_activities(self, references):
        """Keep {reference: Activity} of those that the plan has. One query at most."""
        field = ActivitiesField()
        field.plan = self.plan
        wanted = sorted(references) if self.plan else []
        self.activities = field.look_up(wanted) if wanted else {}

    def in_words(self, field, key):
        """How a page names what a key, a New or None stands for."""
        if isinstance(key, New):
            return f"{key.name} (new)"
        return str(self.rows[field][key]) if key else "none"


def contracts_by_reference(references):
    """{reference without case: Contract}. Three queries at most."""
    found = Contract.objects.select_related("provider", "service", "owner", "department")
    found = found.prefetch_related("activities__objective")
    wanted = set(references)
    keys = [
        key
        for key, reference in Contract.objects.values_list("pk", "reference")
        if reference.casefold() in wanted
    ]
    return {contract.reference.casefold(): contract for contract in found.filter(pk__in=keys)}
