"""What the page of Cancel Items shows, as frozen primitives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from backorders.forms.units_form import UnitsForm
from backorders.models import Order, OrderLine
from backorders.queries.order_money import canceled_value
from backorders.rules.cancellation import cancelable
from catalog.rules.money import amount_text
from catalog.rules.quantity import ZERO, plain


@dataclass(frozen=True)
class CancelLine:
    """One row: `field` is empty when nothing of it can be canceled. `words` say what happens."""

    name: str
    sku: str
    quantities: tuple[tuple[str, str], ...]
    most: str
    field: str
    typed: str
    problem: str
    words: str


def cancel_lines(
    order: Order, lines: Sequence[OrderLine], form: UnitsForm, *, units: Mapping[int, Decimal], is_offline: bool
) -> tuple[CancelLine, ...]:
    """Return the rows of `lines`, with the words for `units` {line id: typed quantity}, else for all that can be canceled."""
    boxes = {box.line_id: box for box in form.boxes}
    return tuple(
        CancelLine(
            name=line.name,
            sku=line.sku,
            quantities=_quantities(line),
            most=plain(cancelable(line.progress(), is_offline=is_offline)),
            field=boxes[line.pk].name if line.pk in boxes else "",
            typed=form.typed(boxes[line.pk]) if line.pk in boxes else "",
            problem=form.problem(boxes[line.pk]) if line.pk in boxes else "",
            words=_words(order.currency, line, units.get(line.pk, ZERO), is_offline=is_offline),
        )
        for line in lines
    )


def units_to_cancel(
    lines: Sequence[OrderLine], units: Mapping[int, Decimal], *, is_offline: bool
) -> dict[int, Decimal]:
    """Return {line id: what is canceled of it} for typed `units`; where none is typed, all that can be canceled."""
    most = {line.pk: cancelable(line.progress(), is_offline=is_offline) for line in lines}
    asked = units if any(units.values()) else most
    return {pk: min(asked.get(pk, ZERO), most[pk]) for pk in most}


def _quantities(line: OrderLine) -> tuple[tuple[str, str], ...]:
    counted = (
        ("Invoiced", line.invoiced),
        ("Shipped", line.shipped),
        ("Refunded", line.refunded),
        ("Canceled", line.canceled),
    )
    return (("Ordered", plain(line.ordered)), *((label, plain(number)) for label, number in counted if number))


def _words(currency: str, line: OrderLine, typed: Decimal, *, is_offline: bool) -> str:
    most = cancelable(line.progress(), is_offline=is_offline)
    if not most:
        if line.open:
            return "What is not shipped of it was invoiced: it wants a credit memo."
        return "Nothing of it is left to cancel: it was shipped, canceled or refunded."
    if typed > most:
        return f"At most {plain(most)} can be canceled."
    quantity = typed or most
    money = canceled_value([line], {line.pk: quantity}, is_offline=is_offline)
    goes = "goes" if quantity == 1 else "go"
    stock = (
        f"{plain(quantity)} {goes} back to the salable quantity, and to no source."
        if line.is_reserved
        else "No stock was set aside for it: stock stays as it is."
    )
    refund = (
        f"{amount_text(money, currency)} is refunded." if money else "Nothing was paid for it: nothing is refunded."
    )
    return f"{stock} {refund}" if typed else f"If all of it is canceled: {stock} {refund}"
