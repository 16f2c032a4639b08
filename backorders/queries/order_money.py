"""The money of an order: paid, due, refunded, and what is not invoiced.

What of a payment's money was not given back.
What of an order's money no invoice has counted.
The money of an order: what was captured, what was given back, what is kept.
What an order still has to be paid.
How much of an order's money was captured, and how much went back.
What is left to invoice of an order.
Money of an order that went back outside the shop, and that no memo, cancel or edit has answered yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from backorders.models import Order, OrderLine, Payment, Refund
from backorders.queries.asked_units import line_policies
from backorders.rules.line_quantities import unpaid_units
from backorders.rules.payment import answered_parts
from catalog.rules.money import NOTHING, amount_text, line_amount


def money_left(payment: Payment) -> Decimal:
    """Return what was captured by `payment` and not given back, in its currency, as the database has it. Two queries."""
    captured: Decimal = Payment.objects.values_list("captured_amount", flat=True).get(pk=payment.pk)
    given_back: Decimal | None = payment.refunds.aggregate(sum=Sum("amount"))["sum"]
    return captured - (given_back or Decimal("0.00"))


def money_not_invoiced(order: Order) -> Decimal:
    """Return what the order keeps beyond its invoices less its refunds: zero when all money is accounted for. Three queries.

    Money that went back outside the shop, and that nobody has credited yet, counts as kept: it is not asked for again.
    """
    parts = (line.value_between(line.refunded, line.invoiced) for line in order.lines.all())
    money = order_money(order)
    return money.kept + money.uncredited - sum(parts, Decimal("0.00"))


NO_MONEY = Decimal("0.00")


@dataclass(frozen=True)
class OrderMoney:
    """Amounts in the order's currency. `given_back` counts every refund that was decided, sent or not.

    `uncredited` is the part of it that went back outside the shop, and that no memo, cancel or edit has answered.
    """

    captured: Decimal
    given_back: Decimal
    uncredited: Decimal = NO_MONEY

    @property
    def kept(self) -> Decimal:
        """What the order keeps."""
        return self.captured - self.given_back


def order_money(order: Order) -> OrderMoney:
    """Return the money of `order` over all its payments. Two queries."""
    captured = order.payments.aggregate(sum=Sum("captured_amount"))["sum"] or NO_MONEY
    refunds = Refund.objects.filter(payment__order=order).aggregate(sum=Sum("amount"), open=Sum("uncredited"))
    return OrderMoney(captured, refunds["sum"] or NO_MONEY, refunds["open"] or NO_MONEY)


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


@dataclass(frozen=True)
class PaidAndRefunded:
    """`paid` was captured, `refunded` was or will be given back; in the order's currency."""

    paid: Decimal
    refunded: Decimal
    uncredited: Decimal = NO_MONEY

    @property
    def kept(self) -> Decimal:
        """What can still be credited: what is kept, and what went back outside the shop without a credit memo."""
        return self.paid - self.refunded + self.uncredited


def paid_and_refunded(order: Order) -> PaidAndRefunded:
    """Return the sums over the payments of `order`. Two queries; who acts on it holds the order's lock."""
    paid: Decimal | None = order.payments.aggregate(sum=Sum("captured_amount"))["sum"]
    sums = Refund.objects.filter(payment__order=order).aggregate(sum=Sum("amount"), open=Sum("uncredited"))
    return PaidAndRefunded(paid or NO_MONEY, sums["sum"] or NO_MONEY, sums["open"] or NO_MONEY)


@dataclass(frozen=True)
class LineToInvoice:
    """An order line with units left to invoice. Quantities in units, `unit_price` in `currency`, the order's."""

    pk: int
    sku: str
    name: str
    unit_price: Decimal
    currency: str
    ordered: Decimal
    invoiced: Decimal
    left: Decimal
    is_qty_decimal: bool

    def value_of(self, quantity: Decimal) -> Decimal:
        """Return what an invoice of `quantity` units captures: parts of a line add up to its row total."""
        after, before = (
            line_amount(self.unit_price, units, self.currency) for units in (self.invoiced + quantity, self.invoiced)
        )
        return after - before


def lines_to_invoice(order: Order) -> tuple[LineToInvoice, ...]:
    """Return the lines of `order` that have units left to invoice. A constant number of queries."""
    lines = [line for line in order.lines.order_by("pk") if line.progress().to_invoice > 0]
    policies = line_policies(order, lines)
    return tuple(
        LineToInvoice(
            pk=line.pk,
            sku=line.sku,
            name=line.name,
            unit_price=line.unit_price,
            currency=order.currency,
            ordered=line.ordered,
            invoiced=line.invoiced,
            left=line.progress().to_invoice,
            is_qty_decimal=line.product_id in policies and policies[line.product_id].is_qty_decimal,
        )
        for line in lines
    )


def unanswered_refunds(order: Order) -> QuerySet[Refund]:
    """Return them, the oldest first."""
    return Refund.objects.filter(payment__order=order, uncredited__gt=0).order_by("pk")


def went_back_before(order: Order, amount: Decimal) -> Decimal:
    """Return which part of `amount` would be answered by them, and not be given back again. One query."""
    open_parts = unanswered_refunds(order).values_list("uncredited", flat=True)
    return sum(answered_parts(amount, tuple(open_parts)), NOTHING)
