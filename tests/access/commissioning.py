"""One of every noun of commissioning, with unpublished words wherever words are kept: nothing of it
is the panel's to read, but what the data tells of a contract whose copy was published."""

import datetime as dt
from decimal import Decimal

from commissioning.contract_intake.flow import ContractImport
from tests.access.measures import table_to_check
from tests.commissioning.factories import (
    AgreementFactory,
    ContractFactory,
    GrantFactory,
    IntentionFactory,
    PaymentFactory,
    ProviderFactory,
    ServiceFactory,
    ServicePlanItemFactory,
    SharedServiceFactory,
    reviewed,
)
from tests.factories import moment, voice

HELD_ON = dt.date(2020, 11, 2)
IMPORTED = {
    "Reference": "C900",
    "Title": "{canary} in a table",
    "Provider": "{provider}",
    "Service": "{service}",
    "Value": "9000",
    "First day": "1 April 2020",
    "Last day": "31 March 2023",
    "Procurement route": "Open tender",
    "Manager": "{owner}",
}
"""{heading: cell} of the one row of a table of contracts."""


def commissioning_things(activity, bringer, canary):
    """{kind: key} of rows that the activity's lead answers for; bringer: who brought the table."""
    own = {"owner": activity.lead, "internal_note": f"{canary} in a note"}
    provider = ProviderFactory(**own, name=f"{canary} provides", outline=canary)
    service = ServiceFactory(**own, title=f"{canary} is served", purpose=canary, need=canary)
    shared = SharedServiceFactory(**own, title=f"{canary} is shared", outline=canary)
    bought = {"service": service, "provider": provider}
    copied = {"service": service, "provider": ProviderFactory(**own, outline=canary)}
    contract = ContractFactory(**own, **copied, extension=f"{canary} in an extension")
    last_day = {"ends_on": dt.date(2023, 3, 31)}
    ContractFactory(**own, **bought, **last_day, title=f"{canary} in a contract kept to ourselves")
    rows = {
        "providers": provider,
        "services": service,
        "contracts": contract,
        "grants": GrantFactory(**own, recipient=provider, service=service, title=canary),
        "payments": PaymentFactory(**own, payee=provider, contract=contract, title=canary),
        "intentions": IntentionFactory(**own, service=service, title=canary, words=canary),
        "sharedservices": shared,
        "servicelevelagreements": AgreementFactory(**own, service=shared, title=canary),
        "serviceplanitems": ServicePlanItemFactory(**own, service=shared, title=canary),
    }
    for row in rows.values():
        if hasattr(row, "activities"):
            row.activities.add(activity)
    names = {"provider": provider, "service": service, "owner": activity.lead, "canary": canary}
    table = "\n".join("\t".join(cells) for cells in (IMPORTED, IMPORTED.values()))
    return {
        **{kind: row.pk for kind, row in rows.items()},
        "reviews": said_of(contract, rows, canary),
        "grantmonths": f"{HELD_ON:%Y-%m}",
        "spendmonths": f"{HELD_ON:%Y-%m}",
        "contractimports": table_to_check(ContractImport, table.format(**names), bringer),
    }


def said_of(contract, rows, canary):
    """Say something about every row that has lines. The key of the contract's review."""
    told = {"said_on": HELD_ON, "by": voice(), "at": moment(2020, 11, 2), "words": canary}
    contract.vary(ends_on=dt.date(2022, 6, 30), value=Decimal(95_000), **told)
    contract.publish(link="https://www.example.org/c1", **told)
    contract.vary(ends_on=dt.date(2022, 7, 31), value=Decimal(99_000), **told)
    rows["servicelevelagreements"].review(next_review_on=dt.date(2021, 9, 30), **told)
    rows["serviceplanitems"].update(**told)
    words = {"performance_words": canary, "risk_words": canary, "words": canary}
    return reviewed(contract, on=HELD_ON, **words).pk
