"""What a table of contracts would change: which are new, changed and unchanged, and what stands in
the way."""

from functools import cached_property

from governance.templatetags.governance_tags import pounds
from opcc.office.models import Post
from plans.intake.table import quoted
from plans.registers.intake.cells import Problem
from plans.registers.intake.columns import listed
from plans.registers.intake.difference import Change, Difference, Line
from plans.templatetags.plan_tags import day

from ..models import Contract, ContractReview
from .columns import COLUMNS, NEEDED_OF_NEW, VARIED
from .known import contracts_by_reference

MATCHED = ("provider", "service", "owner", "department")
DAYS = ("starts_on", "ends_on", "review_on", "notice_on")
UNDER = ("provider", "service", "value", "owner")
NOTED = ("review_on", "notice_on", "extension", "procurement_route", "department", "activities")


class Comparison:
    """Rows of a table beside the contracts of the same references.

    said: of `reading.read_rows`. known: Known. user: who would import it, within their rights.
    """

    def __init__(self, said, known, user, mapping):
        self.said, self.known, self.user, self.mapping = said, known, user, mapping
        self.contracts = contracts_by_reference([one.reference.casefold() for one in said])
        standing = self.contracts.values()
        self.reviewed = ContractReview.objects.filter(contract__in=standing).first_days()
        known.look_up_activities({n for one in said for n in one.facts.get("activities", ())})
        self.problems, self.lacking = [], {}

    def difference(self, problems, notes):
        lines = tuple(self.line(one) for one in self.said)
        lacking = [self.lacks_column(field, count) for field, count in self.lacking.items()]
        return Difference(
            lines=lines,
            problems=(*problems, *lacking, *self.problems),
            notes=tuple(notes),
            names=self.known.names,
        )

    def lacks_column(self, field, count):
        contracts = f"{count:,} contracts are" if count > 1 else "1 contract is"
        message = (
            f"The table has no such column, and {contracts} new. Add it to the table, or say "
            "below which column holds it."
        )
        return Problem(None, COLUMNS.labels[field], message)

    def refuse(self, one, field, message):
        self.problems.append(Problem(one.row_number, COLUMNS.labels[field], message))

    # --- One row ----------------------------------------------------------------------------------
    def line(self, one):
        contract = self.contracts.get(one.reference.casefold())
        facts = self.matched(one)
        stands = standing(contract, self.known.plan) if contract else {}
        changed = {f: v for f, v in facts.items() if contract and v != stands[f]}
        self.check(one, contract, stands, facts, changed)
        merged = stands | facts
        return Line(
            row_number=one.row_number,
            title=f"{one.reference} {merged.get('title', '')}".strip(),
            url=contract.get_absolute_url() if contract else "",
            under=tuple(self.under(one, merged)),
            notes=tuple(self.notes(facts)),
            standing=contract,
            changes=tuple(
                Change(COLUMNS.labels[f], self.words(f, stands[f]), self.words(f, changed[f]))
                for f in COLUMNS.labels
                if f in changed
            ),
            asks_reason=any(field in changed for field in VARIED),
            facts=changed if contract else facts | {"reference": one.reference},
        )

    def matched(self, one):
        """The row's facts, its names as keys; without those that nobody has said anything about."""
        facts = dict(one.facts)
        for field in MATCHED:
            if field in facts:
                facts[field] = self.known.names[field].find(facts[field], one.row_number)
        if "activities" in facts:
            facts["activities"] = self.activities(one, facts["activities"])
        return {field: fact for field, fact in facts.items() if fact is not None}

    def activities(self, one, references):
        """The activities of this year's plan with these numbers; None where one is not there."""
        unknown = [n for n in references if n not in self.known.activities]
        if unknown:
            numbers = listed([quoted(number) for number in unknown])
            self.refuse(
                one,
                "activities",
                f"This year's plan has no activity {numbers}. Write numbers as on its page, such "
                "as 3.14.",
            )
            return None
        return in_order(self.known.activities[number] for number in references)

    # --- What stands in the way -------------------------------------------------------------------
    def check(self, one, contract, stands, facts, changed):
        merged = stands | facts
        self.refuse_disorder(one, merged)
        if contract is None:
            self.refuse_lack(one)
        elif changed:
            self.refuse_change(one, contract, changed)
        if contract is None or "owner" in changed:
            self.refuse_abolished(one, facts.get("owner"))

    def refuse_disorder(self, one, merged):
        first, last, notice = (merged.get(f) for f in ("starts_on", "ends_on", "notice_on"))
        if first and last and last < first:
            field = "ends_on" if "ends_on" in one.facts else "starts_on"
            message = f"It ends on {day(last)}, before its first day, {day(first)}. Correct one."
            self.refuse(one, field, message)
        if last and notice and notice > last:
            field = "notice_on" if "notice_on" in one.facts else "ends_on"
            message = (
                f"The notice day, {day(notice)}, is after the last day, {day(last)}. Correct one."
            )
            self.refuse(one, field, message)

    def refuse_lack(self, one):
        """Refuse a new contract that does not say what every contract has."""
        for field in NEEDED_OF_NEW:
            if field in one.facts or field in one.refused:
                continue
            if self.mapping.column(field) is None:
                self.lacking[field] = self.lacking.get(field, 0) + 1
            else:
                self.refuse(one, field, "The cell is empty. A new contract needs it.")

    def refuse_abolished(self, one, key):
        post = self.known.rows["owner"].get(key) if isinstance(key, int) else None
        if post and not self.known.stands(post):
            message = f"The post {quoted(post.title)} was abolished. Name one that stands."
            self.refuse(one, "owner", message)

    def refuse_change(self, one, contract, changed):
        may = self.user.has_perm
        if contract.closed_on:
            message = f"{contract.reference} is closed and stays as it is. Take the row out."
            self.refuse(one, "reference", message)
        elif set(changed) - set(VARIED) and not may("commissioning.change", contract):
            message = (
                f"The {contract.owner} manages {contract.reference}, and you do not work for that "
                "post. Ask them to import the row, or take it out."
            )
            self.refuse(one, "reference", message)
        elif not may("commissioning.move_date", contract):
            self.refuse_variation(one, contract, changed)
        self.refuse_against_reviews(one, contract, changed)

    def refuse_against_reviews(self, one, contract, changed):
        """Refuse to begin after the first review, and to move the next one, which reviews do."""
        reviewed_on = self.reviewed.get(contract.pk)
        if reviewed_on and changed.get("starts_on", reviewed_on) > reviewed_on:
            message = f"It was reviewed on {day(reviewed_on)}. Write that day or an earlier day."
            self.refuse(one, "starts_on", message)
        if contract.review_on and "review_on" in changed:
            message = (
                f"The register says {day(contract.review_on)}, which a review moves. Write that "
                "day, or leave the cell empty."
            )
            self.refuse(one, "review_on", message)

    def refuse_variation(self, one, contract, changed):
        for field in set(VARIED) & set(changed):
            stands = self.words(field, getattr(contract, field))
            message = (
                f"The register says {stands}, and only the {self.accountable} may vary a contract. "
                f"Ask them to import the row, or write {stands}."
            )
            self.refuse(one, field, message)

    @cached_property
    def accountable(self):
        post = Post.objects.filter(is_accountable=True).first()
        return post.title if post else "post that answers for the whole plan"

    # --- In words ---------------------------------------------------------------------------------
    def words(self, field, value):
        if field in MATCHED:
            return self.known.in_words(field, value)
        if field in DAYS:
            return day(value) or "none"
        if field == "value":
            return pounds(value)
        if field == "procurement_route":
            return Contract.Route(value).label
        if field == "activities":
            return ", ".join(activity.reference for activity in value) or "none"
        return value or "none"

    def under(self, one, merged):
        for field in UNDER:
            unmatched = one.facts.get(field, "") if field in MATCHED else ""
            words = self.words(field, merged[field]) if field in merged else unmatched
            yield COLUMNS.labels[field], words or "Not provided"
        first, last = merged.get("starts_on"), merged.get("ends_on")
        yield "Term", f"{day(first)} to {day(last)}" if first and last else "Not provided"

    def notes(self, facts):
        for field in NOTED:
            if field in facts:
                yield f"{COLUMNS.labels[field]}: {self.words(field, facts[field])}"


def standing(contract, plan):
    """{field: what the contract says now}, in the same form as a row's facts."""
    facts = {field: getattr(contract, field) for field in COLUMNS.labels if field != "activities"}
    facts |= {field: getattr(contract, f"{field}_id") for field in MATCHED}
    of_this_year = (a for a in contract.activities.all() if plan and a.plan_id == plan.pk)
    return facts | {"activities": in_order(of_this_year)}


def in_order(activities):
    """The activities as a tuple in the order of their numbers, each once."""
    return tuple(sorted(set(activities), key=lambda a: (a.objective.number, a.number)))
