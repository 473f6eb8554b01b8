"""Contracts as they stood when their newest copy was published.

What is said of a contract after that stands in no copy, so nobody outside is told of it.
"""

from django.db.models import BigIntegerField, Case, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce, Greatest

from .models import Contract, ContractLine, Provider

AS_PUBLISHED = ("reference", "title", "procurement_route", "starts_on")
"""Columns that are changed without a line, so that field history alone knows what they were."""


def as_published():
    """Return the contracts of which a copy was published, with what stood then.

    Each has `told_<column>` for AS_PUBLISHED, and `told_provider`, the provider's name. Where
    field history knows nothing of it, as of a row that was made in bulk, the row itself counts.
    """
    rows = Contract.objects.filter(published_on__isnull=False).exclude(link="")
    told = {f"told_{column}": Coalesce(stood(column), F(column)) for column in AS_PUBLISHED}
    rows = rows.annotate(copied_at=Coalesce(newest_copy(), stood("history_date")))
    return rows.annotate(
        told_provider_key=Coalesce(
            stood("provider_id"), F("provider_id"), output_field=BigIntegerField()
        ),
        told_at=Greatest(Coalesce(stood("history_date"), F("copied_at")), F("copied_at")),
        **told,
    ).annotate(told_provider=Coalesce(provider_then(), provider_now()))


def newest_copy(contract="pk"):
    """When the line was written that says where the newest copy is. contract: the column outside
    that holds the contract's key."""
    lines = ContractLine.objects.filter(contract=OuterRef(contract), kind="published")
    return Subquery(lines.order_by("-made_at", "-pk").values("made_at")[:1])


def stood(column):
    """A column of the row of field history that was written with the newest copy.

    It is the first that names the copy. Where the same copy was noted twice on a day, it is the
    last one before the second note. An office with a clock of its own has lines from another time
    than field history, which is why the copy is looked for, and not the moment alone.
    """
    rows = Contract.history.filter(
        id=OuterRef("pk"), link=OuterRef("link"), published_on=OuterRef("published_on")
    )
    before_it = Case(When(history_date__lte=newest_copy("id"), then=F("history_id")))
    in_order = rows.order_by(before_it.desc(nulls_last=True), "history_id")
    return Subquery(in_order.values(column)[:1])


def provider_then():
    rows = Provider.history.filter(
        id=OuterRef("told_provider_key"), history_date__lte=OuterRef("told_at")
    )
    return Subquery(rows.order_by("-history_date", "-history_id").values("name")[:1])


def provider_now():
    return Subquery(Provider.objects.filter(pk=OuterRef("told_provider_key")).values("name")[:1])
