"""Where ledger and payments differ from the orders: one statement each, so one moment, whatever the number of orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from backorders.rules.order_status import OPEN
from backorders.rules.payment import PaymentMethod
from catalog.rules.money import USUAL_PLACES, WITH_THREE_PLACES, WITHOUT_PLACES


@dataclass(frozen=True)
class PromiseDifference:
    """The units that an order should hold of a product (`expected`), and that the ledger holds for it (`found`).

    `last_row` is the newest ledger row of them (0: none): a repair answers the ledger as it stood then.
    """

    order_number: str
    stock_id: int
    stock: str
    product_id: int
    sku: str
    expected: Decimal
    found: Decimal
    last_row: int


@dataclass(frozen=True)
class PaymentDifference:
    """What an order's payments should keep (invoiced less refunded), and what they do keep (captured, not given back).

    Amounts are in `currency`.
    """

    order_number: str
    currency: str
    expected: Decimal
    found: Decimal


# Lines of one product in one order are taken together. A product that is gone is known by the number that the line kept.
_PROMISES = """
    WITH promised AS (
        SELECT ordered.number AS order_number, ordered.stock_id,
               COALESCE(line.product_id, line.gone_product_id) AS product_id, min(line.sku) AS sku,
               sum(line.ordered - line.shipped - line.canceled - line.released)
                   FILTER (WHERE line.is_reserved AND ordered.status = ANY(%(open)s)) AS units
        FROM backorders_orderline AS line
        JOIN backorders_order AS ordered ON ordered.id = line.order_id
        WHERE COALESCE(line.product_id, line.gone_product_id) IS NOT NULL
          AND (%(numbers)s::text[] IS NULL OR ordered.number = ANY(%(numbers)s))
        GROUP BY ordered.number, ordered.stock_id, COALESCE(line.product_id, line.gone_product_id)
    ), ledger AS (
        SELECT order_number, stock_id, product_id, -sum(quantity) AS units, max(id) AS last_row
        FROM catalog_reservation
        WHERE order_number <> '' AND (%(numbers)s::text[] IS NULL OR order_number = ANY(%(numbers)s))
        GROUP BY order_number, stock_id, product_id
    )
    SELECT order_number, stock.id, stock.name, product_id, coalesce(product.sku, promised.sku),
           coalesce(promised.units, 0), coalesce(ledger.units, 0), coalesce(ledger.last_row, 0)
    FROM promised
    FULL JOIN ledger USING (order_number, stock_id, product_id)
    JOIN catalog_stock AS stock ON stock.id = stock_id
    LEFT JOIN catalog_product AS product ON product.id = product_id
    WHERE coalesce(promised.units, 0) <> coalesce(ledger.units, 0)
      AND (product.id IS NOT NULL OR promised.sku IS NOT NULL)
    ORDER BY order_number, stock.id, product_id
"""
# Rounded as `OrderLine.value_of` rounds: half up, to the places of the currency. Parts of a line add up, so that what is kept is
# exact, however many invoices and memos made it. Money by card that is too little for what is not invoiced yet is kept for it;
# money by check comes with its invoice.
_PAYMENTS = """
    WITH captured AS (
        SELECT order_id, sum(captured_amount - coalesce(given_back.amount, 0)) AS amount, bool_or(variant <> %(check)s) AS by_card
        FROM backorders_payment AS payment
        LEFT JOIN (SELECT payment_id, sum(amount - uncredited) AS amount FROM backorders_refund GROUP BY payment_id) AS given_back
            ON given_back.payment_id = payment.id
        GROUP BY order_id
    ), sold AS (
        SELECT order_id, sum(round(unit_price * invoiced, places) - round(unit_price * refunded, places)) AS kept,
               sum(round(unit_price * greatest(line.ordered - canceled, invoiced), places)
                   - round(unit_price * invoiced, places)) AS to_invoice
        FROM backorders_orderline AS line
        JOIN backorders_order AS its_order ON its_order.id = order_id
        CROSS JOIN LATERAL (SELECT CASE WHEN currency = ANY(%(without)s) THEN 0
                                        WHEN currency = ANY(%(three)s) THEN 3 ELSE %(usual)s END AS places) AS rounding
        GROUP BY order_id
    )
    SELECT its_order.number, its_order.currency, coalesce(sold.kept, 0), captured.amount
    FROM captured
    JOIN backorders_order AS its_order ON its_order.id = captured.order_id
    LEFT JOIN sold ON sold.order_id = captured.order_id
    WHERE coalesce(sold.kept, 0) <> captured.amount
      AND (by_card AND captured.amount > sold.kept AND captured.amount - sold.kept < sold.to_invoice) IS NOT TRUE
    ORDER BY its_order.number
"""

PLACES: dict[str, list[str] | int] = {
    "without": sorted(WITHOUT_PLACES),
    "three": sorted(WITH_THREE_PLACES),
    "usual": USUAL_PLACES,
}


def promise_differences(*, order_numbers: Sequence[str] | None = None) -> tuple[PromiseDifference, ...]:
    """Return what differs between ledger and order lines; of some orders when `order_numbers` is given. One query."""
    numbers = None if order_numbers is None else list(order_numbers)
    with connection.cursor() as cursor:
        cursor.execute(_PROMISES, {"numbers": numbers, "open": sorted(status.value for status in OPEN)})
        return tuple(PromiseDifference(*row) for row in cursor.fetchall())


def payment_differences() -> tuple[PaymentDifference, ...]:
    """Return the orders whose captured money is not what was invoiced less what was refunded. One query.

    Left out: orders that wait for the rest of a payment that was too little; their page asks for it (`order_money.money_due`).
    """
    with connection.cursor() as cursor:
        cursor.execute(_PAYMENTS, {**PLACES, "check": PaymentMethod.CHECK_MONEY_ORDER.value})
        return tuple(PaymentDifference(*row) for row in cursor.fetchall())
