"""Files of registers ask the database as often for many rows as for one."""

import pytest
from django.urls import reverse

from tests.commissioning import factories as commissioning
from tests.governance import factories as governance
from tests.plans.measures import MeasureFactory, observed

MAKERS = {
    "governance:action": (governance.ActionFactory, 7),
    "governance:body": (governance.BodyFactory, 9),
    "governance:decision": (governance.DecisionFactory, 7),
    "governance:risk": (governance.RiskFactory, 10),
    "governance:scrutinyitem": (governance.ScrutinyItemFactory, 7),
    "governance:strategy": (governance.StrategyFactory, 8),
    "governance:programmeitem": (governance.ProgrammeItemFactory, 9),
    "commissioning:contract": (commissioning.ContractFactory, 7),
    "commissioning:grant": (commissioning.GrantFactory, 8),
    "commissioning:payment": (commissioning.PaymentFactory, 8),
    "commissioning:service": (commissioning.ServiceFactory, 10),
    "commissioning:provider": (commissioning.ProviderFactory, 5),
    "plans:measure": (lambda: observed(MeasureFactory(), 1, 2, 3), 7),
}
"""{name of a register: (what makes a row, queries of its file)}"""


@pytest.mark.parametrize("rows", [1, 9])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("name", MAKERS)
def test_a_file_takes_as_many_queries_at_any_length(
    client, outsider, activity, django_assert_num_queries, name, ending, rows
):
    make, queries = MAKERS[name]
    for place in range(rows):
        row = make(name=f"Body {place}") if name.endswith(":body") else make()
        if hasattr(row, "activities"):
            row.activities.add(activity)
    client.force_login(outsider)

    with django_assert_num_queries(queries):
        response = client.get(reverse(f"{name}-{ending}"))

    assert response.status_code == 200
