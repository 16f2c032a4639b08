"""Who is told that a product is back, and whether a sign-up is answered with a mail (docs/rules.md#notices-4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum, auto

from catalog.rules.availability import Availability
from catalog.rules.quantity import ZERO

# Who was told has the units to himself for so long, before the next of the queue are told of those that are left.
HEAD_START = timedelta(days=1)
# A sign-up that nobody confirms, and one that was told, are forgotten after this.
KEPT_UNCONFIRMED = timedelta(days=7)
KEPT_TOLD = timedelta(days=30)
# A stranger may type anybody's address: so many mails a day ask one address, and one network, to confirm.
A_DAY = timedelta(days=1)
MOST_OF_ADDRESS = 5
MOST_OF_NETWORK = 20


@dataclass(frozen=True)
class Waiting:
    """A confirmed sign-up that was not told; `since` is when it was confirmed."""

    pk: int
    since: datetime


def to_tell(
    waiting: Iterable[Waiting], *, units: Decimal | None, least: Decimal, told_lately: int
) -> tuple[Waiting, ...]:
    """Return who of `waiting` is told now, the longest waiting first.

    `units` can be bought (None: without limit), `least` at once; `told_lately` were told within `HEAD_START` and are still free to
    buy. Never more are told than could each buy the least.
    """
    queue = sorted(waiting, key=lambda each: (each.since, each.pk))
    return tuple(queue if units is None else queue[: max(buyers(units, least=least) - told_lately, 0)])


def buyers(units: Decimal, *, least: Decimal) -> int:
    """Return how many people could each buy `least` of `units`; a part of one counts as a whole, and what is left over as none."""
    if units <= 0 or units < least:
        return 0
    return max(int(units // max(least, Decimal(1))), 1)


def units_back(told: Availability, *, counts_backorders: bool) -> Decimal | None:
    """Return the units to tell of: the free ones, or with `counts_backorders` all that can be bought; None without limit."""
    if not told.can_be_bought:
        return ZERO
    if told.salable is None or (counts_backorders and told.is_unlimited):
        return None
    return told.salable if counts_backorders else max(min(told.free, told.salable), ZERO)


class SignUp(Enum):
    """What is done about a sign-up: a mail asks to confirm it; nothing, and nobody learns why; it is refused."""

    MAIL = auto()
    SILENT = auto()
    REFUSED = auto()


def sign_up(*, is_waiting: bool, is_asked: bool, of_address: int, of_network: int) -> SignUp:
    """Return what is done. `is_waiting`: the address is on the list already; `is_asked`: it was asked to confirm within `A_DAY`.

    `of_address` and `of_network` are the mails of that day. What the visitor reads may depend on the network alone, which is his.
    """
    if of_network >= MOST_OF_NETWORK:
        return SignUp.REFUSED
    return SignUp.SILENT if is_waiting or is_asked or of_address >= MOST_OF_ADDRESS else SignUp.MAIL
