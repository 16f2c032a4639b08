"""The confirmation of an order, and its copy to staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from backorders.emails.message import Message, order_message, rendered
from backorders.models import Order, OrderLine
from backorders.models.order import shop_address
from backorders.queries.order import order_configuration
from backorders.queries.order_lines import ConfirmedLine, confirmed_lines
from backorders.queries.order_money import captured_money
from backorders.queries.payment import check_held_until, how_to_pay, moment
from backorders.queries.queue import status_of_all, told_now, told_when_placed
from backorders.queries.shipment import postal_lines
from backorders.words.order import kept_until_in_words, later_in_words, reserved_in_words
from catalog.rules.availability import QuantityTold
from catalog.rules.money import amount_text, price_text, unit_price_text
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class ConfirmationLine:
    """One line as the customer reads it; `each` is the price of one unit.

    `since` says what became of it; `told` is None when nothing of it is still to come.
    """

    name: str
    sku: str
    quantity: str
    each: str
    total: str
    since: str
    told: QuantityTold | None


@dataclass(frozen=True)
class OrderFacts:
    """An order and its lines, with their products, as they are told of; `paid` is what was captured until then."""

    order: Order
    lines: Sequence[OrderLine]
    paid: Decimal


def facts_now(order: Order) -> OrderFacts:
    """Return what is told of `order` as it stands. Two queries."""
    return OrderFacts(order, list(order.lines.select_related("product")), captured_money(order))


def order_confirmation(facts: OrderFacts, *, again: date | None = None) -> Message:
    """Return the confirmation of an order, with what was told when it was placed (docs/rules.md#told-5).

    `again` is the day on which it is sent once more, with what is still to come and owed then. How to pay is said until everything
    is invoiced: a confirmation that is sent again asks nobody to pay twice.
    """
    order, rows, paid = facts.order, facts.lines, facts.paid
    configuration = order_configuration(order)
    found = confirmed_lines(order, rows, configuration)
    told = told_now(order, found, rows, configuration, today=again) if again else told_when_placed(found, configuration)
    standing, is_virtual = status_of_all(told), all(row.is_virtual for row in rows)
    lines = [
        ConfirmationLine(
            line.name,
            line.sku,
            plain(line.ordered),
            unit_price_text(line.unit_price, order.currency),
            price_text(line.row_total, order.currency),
            _since(line) if again else "",
            told[line.pk].told if line.pk in told else None,
        )
        for line in found
    ]
    is_due = order.is_offline and any(row.progress().to_invoice for row in rows)
    return order_message(
        "order_confirmation",
        order,
        lines=lines,
        later=later_in_words(standing, is_virtual=is_virtual, together=order.ships_complete),
        total=price_text(order.total, order.currency),
        paid=price_text(paid, order.currency) if paid else "",
        how_to_pay=how_to_pay(configuration) if is_due else None,
        kept_until=kept_until_in_words(moment(check_held_until(order, rows, configuration))) if is_due else "",
        reserved=reserved_in_words(standing, is_virtual=is_virtual, together=order.ships_complete),
        address=postal_lines(order),
    )


def _since(line: ConfirmedLine) -> str:
    counted = (("shipped", line.shipped), ("canceled", line.canceled), ("refunded", line.refunded_apart))
    return ", ".join(f"{plain(units)} {verb}" for verb, units in counted if units)


@dataclass(frozen=True)
class CopiedLine:
    """One line, in units as text; `owed` is the part that was on backorder when it was placed, empty when none was.

    `day` is when that was promised.
    """

    name: str
    sku: str
    ordered: str
    owed: str
    day: date | None
    total: str


def order_copy(order: Order, lines: Sequence[OrderLine]) -> Message:
    """Return the message. It leads to the order in the admin, never to the shopper's page: who has that address may cancel."""
    found = confirmed_lines(order, lines)
    owed = sum((line.owed for line in found), Decimal(0))
    return rendered(
        "order_copy",
        {
            "number": order.number,
            "shop": order.website.name,
            "customer": order.customer_name or order.email,
            "lines": tuple(
                CopiedLine(
                    line.name,
                    line.sku,
                    plain(line.ordered),
                    plain(line.owed) if line.owed else "",
                    line.promised_on,
                    amount_text(line.row_total, order.currency),
                )
                for line in found
            ),
            "owed": plain(owed) if owed else "",
            "total": amount_text(order.total, order.currency),
            "url": shop_address(order, reverse("admin:backorders_order_change", args=[order.pk])),
        },
    )
