"""What an order still has to be paid."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from backorders.models import Order, OrderLine
from backorders.queries.order_money import OrderMoney, order_money
from backorders.rules.unpaid_units import unpaid_units
from catalog.rules.money import NOTHING, amount_text


@dataclass(frozen=True)
class MoneyDue:
    """`due` is still to be paid, beside the `money` that moved; in the order's currency."""

    due: Decimal
    money: OrderMoney


def money_due(order: Order) -> Decimal:
    """Return what the units not invoiced cost, less money that came for them and was too little. Three queries."""
    return due_and_money(order).due


def unpaid_words(order: Order, leaving: Mapping[OrderLine, Decimal]) -> str:
    """Return that units of `leaving` {line: quantity} are not paid for, as a sentence; empty when they are, or cost nothing."""
    if not any(unpaid_units(line.progress(), quantity) and line.unit_price for line, quantity in leaving.items()):
        return ""
    asked = due_and_money(order)
    if not asked.due:
        return ""
    if asked.money.captured:
        return f"{amount_text(asked.due, order.currency)} of this order has not been paid."
    return f"Nothing has been paid for this order ({amount_text(asked.due, order.currency)})."


def due_and_money(order: Order) -> MoneyDue:
    """Return what is still to be paid of `order`, and what was. Three queries."""
    lines = list(order.lines.all())
    money = order_money(order)
    left = sum(
        (line.value_between(line.invoiced, line.invoiced + line.progress().to_invoice) for line in lines), NOTHING
    )
    counted = sum((line.value_between(line.refunded, line.invoiced) for line in lines), NOTHING)
    return MoneyDue(max(left - max(money.kept + money.uncredited - counted, NOTHING), NOTHING), money)
