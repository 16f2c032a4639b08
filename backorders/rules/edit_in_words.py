"""An edit of an order in plain words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.rules.money import amount_text
from catalog.rules.quantity import plain

# A history line has at most 1,000 characters, a SKU 64.
NAMED = 8
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class EditedMoney:
    """What an edit costs. `refund` goes back; `due` is asked for in addition (below zero: less is asked for). In `currency`."""

    currency: str
    refund: Decimal = NOTHING
    due: Decimal = NOTHING

    def in_words(self, *, has_happened: bool, written: Callable[[Decimal, str], str] = amount_text) -> tuple[str, ...]:
        """Return "USD 24.00 will be refunded.", or "USD 24.00 refunded." when it `has_happened`; nothing for nothing.

        `written` is how its readers know amounts.
        """
        will = "" if has_happened else "will be "
        parts = (
            (self.refund, f"{will}refunded."),
            (self.due, f"more {will}due."),
            (-self.due, f"less {will}due."),
        )
        return tuple(f"{written(amount, self.currency)} {words}" for amount, words in parts if amount > 0)


def edit_in_words(changed: Sequence[tuple[str, Decimal, Decimal]], added: Sequence[tuple[str, Decimal]]) -> str:
    """Return "BAG from 3 to 5; 2 of ROPE added." for (SKU, before, after) and (SKU, units); the first are named, others counted."""
    parts = [
        *(f"{sku} from {plain(before)} to {plain(after)}" for sku, before, after in changed),
        *(f"{plain(units)} of {sku} added" for sku, units in added),
    ]
    others = len(parts) - NAMED
    ending = f" and {others} other change{'' if others == 1 else 's'}" if others > 0 else ""
    return f"{'; '.join(parts[:NAMED])}{ending}."
