"""Customers whose promised day becomes later by what staff are about to do (docs/rules.md#dates-3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256


@dataclass(frozen=True, order=True)
class MovedCustomer:
    """Who waits in the order `number`: he was told `was` (None: in stock), and is to be told `day` (None: nobody knows when)."""

    number: str
    was: date | None
    day: date | None


@dataclass(frozen=True)
class WhoIsTold:
    """All of them, in the order of their numbers; each order once, though several lines of it move."""

    customers: tuple[MovedCustomer, ...] = ()

    @property
    def mark(self) -> str:
        """What the page that asked brings back, to see whether this is what was looked at; empty for nobody."""
        told = [(each.number, str(each.was), str(each.day)) for each in self.customers]
        return sha256(repr(told).encode()).hexdigest() if told else ""


NOBODY = WhoIsTold()


def all_told(answers: Iterable[WhoIsTold]) -> WhoIsTold:
    """Return whom several answers name together; of an order that is named twice the one whose day is the latest."""
    latest: dict[str, MovedCustomer] = {}
    for each in (customer for answer in answers for customer in answer.customers):
        known = latest.get(each.number)
        if known is None or (known.day is not None and (each.day is None or each.day > known.day)):
            latest[each.number] = each
    return WhoIsTold(tuple(latest[number] for number in sorted(latest)))
