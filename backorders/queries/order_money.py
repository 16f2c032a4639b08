"""The money of an order: captured, invoiced, due, given back, and what went back outside the shop and nobody answered yet."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet, Sum

from backorders.models import Order, OrderLine, Payment, Refund
from backorders.queries.asked_units import line_policies
from backorders.rules.cancellation import canceled_and_paid
from backorders.rules.line_quantities import status_after, unpaid_units
from backorders.rules.order_status import OrderStatus
from backorders.rules.payment import MoneyMoved, answered_parts
from catalog.rules.money import NOTHING, amount_between, amount_text
from catalog.rules.quantity import ZERO

NO_MONEY = Decimal("0.00")


def payment_money(payment: Payment) -> MoneyMoved:
    """Return the money of `payment` as the database has it. One query."""
    sums = Payment.objects.filter(pk=payment.pk).annotate(gone=Sum("refunds__amount"), open=Sum("refunds__uncredited"))
    captured, gone, uncredited = sums.values_list("captured_amount", "gone", "open").get()
    return MoneyMoved(captured, gone or NO_MONEY, uncredited or NO_MONEY)


def order_money(order: Order, payments: Collection[Payment] | None = None) -> MoneyMoved:
    """Return the money of `order` over all its payments. Two queries; who acts on it holds the order's lock.

    `payments` are all of them with what is gone of them, where `locked_payments` has just read them: no query then.
    """
    captured = captured_money(order, payments)
    if payments is not None:
        return MoneyMoved(
            captured,
            sum((payment.gone for payment in payments), NO_MONEY),
            sum((payment.uncredited for payment in payments), NO_MONEY),
        )
    gone = Refund.objects.filter(payment__order=order).aggregate(sum=Sum("amount"), open=Sum("uncredited"))
    return MoneyMoved(captured, gone["sum"] or NO_MONEY, gone["open"] or NO_MONEY)


def captured_money(order: Order, payments: Iterable[Payment] | None = None) -> Decimal:
    """Return what was captured for `order`. One query; none where all its `payments` are known."""
    if payments is None:
        captured: Decimal = order.payments.aggregate(sum=Sum("captured_amount"))["sum"] or NO_MONEY
        return captured
    return sum((payment.captured_amount for payment in payments), NO_MONEY)


def money_not_invoiced(
    order: Order, lines: Iterable[OrderLine] | None = None, payments: Collection[Payment] | None = None
) -> Decimal:
    """Return what the order keeps beyond its invoices less its refunds: zero when all money is accounted for. Three queries.

    Money that went back outside the shop, and that nobody has credited yet, counts as kept: it is not asked for again.
    `lines` are all of them as stored, and `payments` as `locked_payments` has just read them, where they are known: none for them.
    """
    return _beyond_invoices(order_money(order, payments), order.lines.all() if lines is None else lines)


def _beyond_invoices(money: MoneyMoved, lines: Iterable[OrderLine]) -> Decimal:
    return money.creditable - sum((line.value_between(line.refunded, line.invoiced) for line in lines), NO_MONEY)


@dataclass(frozen=True)
class CancelMoney:
    """What canceling gives back: `of_units`, and what was `left_over`, too little for an invoice. In the order's currency."""

    of_units: Decimal
    left_over: Decimal = NO_MONEY

    @property
    def sum(self) -> Decimal:
        """Both together."""
        return self.of_units + self.left_over


def canceled_value(lines: Iterable[OrderLine], units: Mapping[int, Decimal], *, is_offline: bool) -> Decimal:
    """Return what was paid for `units` {line id: quantity} that are canceled of `lines`, not written yet. No query.

    Money that is left over is not among it: see `cancel_money`.
    """
    return sum(
        (
            line.value_between(
                line.refunded,
                line.refunded + canceled_and_paid(line.progress(), units.get(line.pk, ZERO), is_offline=is_offline),
            )
            for line in lines
        ),
        NO_MONEY,
    )


def cancel_money(
    order: Order, lines: Sequence[OrderLine], units: Mapping[int, Decimal], *, is_offline: bool
) -> CancelMoney:
    """Return what canceling `units` {line id: quantity} of `order` gives back; `lines` are all of its lines, not written yet.

    Money that is left over goes back with the last units. Page and action ask this. At most two queries.
    """
    of_units, after = canceled_value(lines, units, is_offline=is_offline), []
    for line in lines:
        progress, quantity = line.progress(), units.get(line.pk, ZERO)
        paid = canceled_and_paid(progress, quantity, is_offline=is_offline)
        after.append(replace(progress, canceled=line.canceled + quantity, refunded=line.refunded + paid))
    if status_after(order.standing, after) is not OrderStatus.CANCELED:
        return CancelMoney(of_units)
    return CancelMoney(of_units, max(_beyond_invoices(order_money(order), lines), NO_MONEY))


@dataclass(frozen=True)
class MoneyDue:
    """`due` is still to be paid, beside the `money` that moved; in the order's currency."""

    due: Decimal
    money: MoneyMoved


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
    return MoneyDue(max(left - max(_beyond_invoices(money, lines), NOTHING), NOTHING), money)


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
        return amount_between(self.unit_price, self.invoiced, self.invoiced + quantity, self.currency)


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
