"""What stands before the description of the interface. Settings read it, so it imports nothing."""

INTRODUCTION = """\
What the office has published about its delivery plan, for programs to read: packs, positions,
measures, contracts, decisions, and what law asks it to publish.

Nothing here needs a token but positions at any moment, and nothing can be written. Everything
public is read from what was published: packs are frozen, and rows of registers are here once they
are published.

Lists come in pages: `limit` and `offset` choose one, `count` says how many rows there are, `next`
and `previous` lead on. A parameter that does not exist is refused by name and never ignored.

Answers have an ETag. Send it back as If-None-Match, and what has not changed is not sent again.
Ask too often and the answer is 429; Retry-After says how long to wait. Refusals are problem
documents (RFC 9457) that say what to do.

Days are those of London, as 2020-12-14; moments have their distance from UTC. Sums of money and
values of measures are text, so that no digit is lost. Addresses begin with the version, v1: fields
may be added to it, and none of them is renamed, removed or given another meaning.
"""

CHOICES = {
    "ActivityKind": "plans.models.Activity.Kind",
    "Better": "plans.models.Measure.Better",
    "ChangeKind": "opcc.api.answers.statuses.CHANGES",
    "EvidenceKind": "plans.evidence.kinds.CHOICES",
    "Frequency": "plans.periods.Frequency",
    "MeasureLineKind": "plans.models.MeasureLine.Kind",
    "ProcurementRoute": "commissioning.models.Contract.Route",
    "PublishingInterval": "governance.publishing_dates.Interval",
    "ShownStatus": "opcc.api.answers.statuses.SHOWN",
    "StatedStatus": "plans.statuses.Status",
}
"""{name in the description: what may be chosen}: by what they are, since without a name one added
elsewhere would rename the others."""
