"""Contracts as the pages of their service and their provider show them."""

import datetime as dt
from dataclasses import dataclass

from ..models import Contract
from ..money_in_file import money_in_file


@dataclass(frozen=True)
class ContractRow:
    """A Contract of `for_list`, and how it stands on a day."""

    contract: Contract
    on: dt.date

    @property
    def state(self):
        return self.contract.state_on(self.on)

    @property
    def is_live(self):
        return self.contract.is_live(self.on)

    @property
    def lacks_review(self):
        return self.contract.lacks_review(self.on)


def contract_rows(contracts, on):
    """[ContractRow], live ones first, then as they came."""
    return sorted([ContractRow(c, on) for c in contracts], key=lambda row: not row.is_live)


def live_value(rows):
    """The whole value of those that are live, in pounds."""
    return sum(row.contract.value for row in rows if row.is_live)


def value_in_file(row):
    """Of `with_live_contracts`: the value as files write money."""
    return money_in_file(row.live_value)
