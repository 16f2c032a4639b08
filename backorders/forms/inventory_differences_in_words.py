"""What `check_inventory` and its page say of each difference."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from backorders.queries.owed_differences import DayChange, owed_differences
from backorders.queries.payment import unconfirmed_refunds
from backorders.queries.promise_differences import payment_differences, promise_differences
from catalog.queries.inventory_differences import Overpromised, group_differences, inventory_differences
from catalog.rules.money import amount_text
from catalog.rules.quantity import plain
from catalog.words.names import listed

NO_DIFFERENCE = "All numbers agree: shelves, promises, orders and payments."


@dataclass(frozen=True)
class DifferenceInWords:
    """One difference. `stock` and `sku` are empty for money, `order_number` for a level."""

    stock: str
    sku: str
    order_number: str
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        order = f"{'order' if self.stock else 'Order'} #{self.order_number}" if self.order_number else ""
        where = ", ".join(part for part in (self.stock, self.sku, order) if part)
        return f"{where}: {self.what}: expected {self.expected}, found {self.found}"


def overpromised_in_words(found: Overpromised) -> str:
    """Return the sentence: which stocks have promised more than lies where, and by how many units."""
    return (
        f"{found.sku}: {plain(found.promised)} promised in {listed(found.stocks)}, {plain(found.lying)} at "
        f"{listed(found.sources)}: {plain(found.owed)} owed, in the order of the queue."
    )


def _group(group: tuple[str, bool] | None) -> str:
    if group is None:
        return "shares none"
    first, is_same = group
    return f"with {first}, {'the same' if is_same else 'some'} sources"


def inventory_differences_in_words(*, now: datetime) -> Iterator[DifferenceInWords]:
    """Yield every difference: groups, levels, the ledger, then money, kept and given back, then what is kept by day.

    Five queries, and some for what is kept by day.
    """
    for stock in group_differences():
        what = "the stocks that share its sources differ from the links"
        yield DifferenceInWords(stock.stock, "", "", what, _group(stock.expected), _group(stock.found))
    for level in inventory_differences():
        what = f"{level.column.value} differs from {level.column.cause}"
        yield DifferenceInWords(level.stock, level.sku, "", what, plain(level.expected), plain(level.found))
    for promise in promise_differences():
        yield DifferenceInWords(
            stock=promise.stock,
            sku=promise.sku,
            order_number=promise.order_number,
            what="the ledger differs from the open units of the order",
            expected=plain(promise.expected),
            found=plain(promise.found),
        )
    for payment in payment_differences():
        yield DifferenceInWords(
            stock="",
            sku="",
            order_number=payment.order_number,
            what="captured money differs from what was invoiced less refunded",
            expected=amount_text(payment.expected, payment.currency),
            found=amount_text(payment.found, payment.currency),
        )
    for refund in unconfirmed_refunds(now=now):
        amount = amount_text(refund.amount, refund.payment.currency)
        yield DifferenceInWords(
            stock="",
            sku="",
            order_number=refund.payment.order.number,
            what="a refund was not confirmed",
            expected=f"{amount} given back",
            found=": ".join(part for part in (refund.standing(now=now), refund.message) if part),
        )
    for kept in owed_differences():
        yield DifferenceInWords(
            stock=kept.stock,
            sku=kept.sku,
            order_number=kept.order_number,
            what=f"what is kept of {kept.day} differs from the ledger",
            expected=_day(kept.expected),
            found=_day(kept.found),
        )


def _day(change: DayChange | None) -> str:
    if change is None:
        return "no change"
    units = f"{plain(change.became)} became owed, {plain(change.served)} served, {plain(change.canceled)} given up"
    values = ", ".join(plain(value) for value in (change.became_value, change.served_value, change.canceled_value))
    return f"{units} ({values}; owed since {change.since})"
