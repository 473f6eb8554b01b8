"""The office, and what is here."""

from django.conf import settings

from .fields import Answer, flag, link, maybe_text, moment, one, text


class LicenceAnswer(Answer):
    """What may be done with the data."""

    comes_from = "The office's settings"

    title = text("The licence's name.")
    url = link("Where its words are.")


class OfficeAnswer(Answer):
    """The office that publishes the data."""

    comes_from = "The office's own details"

    full_name = text("Its full name.")
    short_name = text("What it is called for short.")
    area = maybe_text("The area that it serves.")
    commissioner_title = text("The title of the person whom it serves.")
    panel_name = text("The body that scrutinises that person.")
    is_demonstration = flag("Whether dates, progress, people and figures here are invented.")
    now = moment("The moment that it is for the office. A demonstration has a clock of its own.")
    licence = one(LicenceAnswer, "What may be done with the data.")


OFFICE_FACTS = (
    *("full_name", "short_name", "area", "commissioner_title", "panel_name", "is_demonstration"),
)


def office_row(office):
    """What is told of the Office, but for the moment."""
    return {name: getattr(office, name) for name in OFFICE_FACTS} | {"licence": licence()}


def licence():
    return {"title": settings.DATA_LICENCE, "url": settings.DATA_LICENCE_URL}


class IndexAnswer(Answer):
    """Where everything is."""

    comes_from = "The service"

    office = link("The office that publishes the data.")
    statuses = link("The words by which activities are counted.")
    plans = link("Delivery plans, as published.")
    packs = link("Packs, published for meetings.")
    measures = link("Measures, as published.")
    contracts = link("Contracts of which a copy was published.")
    decisions = link("Decisions whose record is published.")
    publication_duties = link("What law asks the office to publish.")
    publications = link("What was published because law asks for it.")
    description = link("The description of all of it (OpenAPI).")
    documentation = link("A page about the data, for people.")
    dictionary = link("The meaning of every field, for people.")


def index_row(links):
    lists = ("plan", "pack", "measure", "contract", "decision", "publication")
    return {f"{name}s": links.to(f"{name}-list") for name in lists} | {
        "office": links.to("office"),
        "statuses": links.to("status-list"),
        "publication_duties": links.to("publicationduty-list"),
        "description": links.to("openapi-json"),
        "documentation": links.to("data"),
        "dictionary": links.to("dictionary"),
    }
