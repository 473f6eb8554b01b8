"""Rows of registers that are public by their own state, with the columns that the office publishes:
never a note for colleagues, a review, a manager's remark or what a line says about the row."""

from commissioning.models import Contract
from commissioning.published_contracts import AS_PUBLISHED
from governance.publishing_dates import Interval

from .fields import Answer, count, day, flag, key, link, maybe_day, maybe_text, one_of, pounds, text


# --- Contracts ----------------------------------------------------------------------------------
class ContractAnswer(Answer):
    """A contract of which a copy was published, as it stood when the copy was."""

    comes_from = "The register of contracts"

    id = key("The contract's key.")
    url = link("The address of the contract here.")
    reference = text("Its reference, as the published copy has it.")
    title = text("What it is for, as the published copy has it.")
    provider = text("Who provides it, by the name it had when the copy was published.")
    procurement_route = one_of(Contract.Route.choices, "How it was bought.")
    starts_on = day("Its first day.")
    ends_on = day("Its last day, as the published copy has it.")
    first_ends_on = day("The last day that was first agreed.")
    value = pounds("Its whole value without extensions, as the published copy has it.")
    first_value = pounds("The value that was first agreed.")
    variations = count("How often its last day or value had been varied by then.")
    published_on = day("The day on which the copy was published.")
    copy = link("Where the copy is.")


def contract_row(contract, links):
    """contract: of `as_published`, with `lines` loaded in the order in which they were written.

    What was changed after the newest copy was published is in no copy, so it is not told here.
    """
    varied = varied_by(contract, contract.lines.all())
    names = ("first_ends_on", "first_value", "published_on")
    return {name: getattr(contract, name) for name in names} | {
        **{name: getattr(contract, f"told_{name}") for name in (*AS_PUBLISHED, "provider")},
        "id": contract.pk,
        "url": links.to("contract-detail", contract.pk),
        "ends_on": varied[-1].ends_to if varied else contract.first_ends_on,
        "value": varied[-1].value_to if varied else contract.first_value,
        "variations": len(varied),
        "copy": contract.link,
    }


def varied_by(contract, lines):
    """The lines that varied the contract before its copy was published last."""
    kinds = [line.kind for line in lines]
    published = len(kinds) - kinds[::-1].index("published") if "published" in kinds else 0
    return [line for line in lines[:published] if line.kind == "varied"]


# --- Decisions ----------------------------------------------------------------------------------
class DecisionAnswer(Answer):
    """A decision whose record is published."""

    comes_from = "The register of decisions"

    id = key("The decision's key.")
    url = link("The address of the decision here.")
    reference = text("Its reference, as on the published record.")
    title = text("What was decided.")
    taken_on = day("The day on which it was taken.")
    taken_by = text("The office or post that took it.")
    reason = text("Why.")
    cost = pounds("What it costs; null where nothing.", allow_null=True)
    record = link("Where the published record is.")


def decision_row(decision, links):
    names = ("reference", "title", "taken_on", "taken_by", "reason", "cost")
    return {name: getattr(decision, name) for name in names} | {
        "id": decision.pk,
        "url": links.to("decision-detail", decision.pk),
        "record": decision.link,
    }


# --- What the law asks to be published ----------------------------------------------------------
class DutyAnswer(Answer):
    """Something that law asks the office to publish."""

    comes_from = "The register of publication duties"
    worked_out = frozenset({"last_on", "last_until", "next_due_on"})

    id = key("The duty's key.")
    url = link("The address of the duty here.")
    title = text("What has to be published.")
    outline = maybe_text("More about it.")
    law = text("The law and its paragraph.")
    interval = one_of(Interval.choices, "How often.")
    interval_source = maybe_text("Where that is written, or who set it.")
    is_prominent = flag("Whether guidance asks for a prominent place.")
    starts_on = day("The day from which the office keeps account of it.")
    place = link("Where on the website it stands; empty where that is not noted.",
                 may_be_empty=True)  # fmt: skip
    last_on = maybe_day("The day of the newest publication; null before any.")
    last_until = maybe_day("The last day that the newest publication is about.")
    next_due_on = maybe_day("The day by which the next one is due; null where no day follows.")
    publications = link("The address of what was published.")


def duty_row(duty, links):
    """duty: of `with_last`."""
    names = ("title", "outline", "interval", "interval_source", "is_prominent", "starts_on",
             "last_on", "last_until")  # fmt: skip
    return {name: getattr(duty, name) for name in names} | {
        "id": duty.pk,
        "url": links.to("publicationduty-detail", duty.pk),
        "law": duty.source,
        "place": duty.link,
        "next_due_on": duty.next_due_on(),
        "publications": f"{links.to('publication-list')}?duty={duty.pk}",
    }


class PublicationAnswer(Answer):
    """Something that was published because law asks for it."""

    comes_from = "The register of publication duties"

    id = key("Its key.")
    duty = key("The `id` of the duty.")
    duty_title = text("What the law asks for.")
    title = text("What was published.")
    published_on = day("The day on which it was published.")
    covers_until = day("The last day that it is about.")
    place = link("Where it is; empty where that is not noted.", may_be_empty=True)


def publication_row(made):
    """made: a PublicationMade with its duty."""
    return {
        "id": made.pk,
        "duty": made.duty_id,
        "duty_title": made.duty.title,
        "title": made.words,
        "published_on": made.said_on,
        "covers_until": made.covers_until,
        "place": made.link,
    }
