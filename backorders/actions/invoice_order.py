"""Invoice an order: its money is captured; virtual units are delivered; goods stay where they are."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from payments import PaymentStatus

from backorders.actions.deliver_virtual import deliver_virtual
from backorders.actions.release_reservations import release_reservations
from backorders.actions.settle_status import settle_status
from backorders.models import Order, OrderLine, Payment
from backorders.queries.locks import locked_order
from backorders.rules.order_status import OPEN, OrderStatus
from backorders.rules.payment_method import PaymentMethod
from catalog.models.reservation import EventType
from catalog.rules.quantity import ZERO, plain


class CannotInvoice(Exception):
    """The invoice was refused and nothing changed; `str()` says why."""


def invoice_order(
    *,
    order: Order,
    units: Mapping[OrderLine, Decimal] | None = None,
    by: User | None,
    now: datetime | None = None,
) -> Order:
    """Invoice `units` {line: quantity} of an order paid offline (None: everything not invoiced yet) and capture their price.

    Raises `CannotInvoice`. Physical stock is not touched: it was promised already and leaves with the shipment.
    """
    with transaction.atomic():
        locked = locked_order(order.pk)
        status = OrderStatus(locked.status)
        if status not in OPEN or status is OrderStatus.ON_HOLD:
            raise CannotInvoice("The order does not allow an invoice to be created.")
        payment = (
            Payment.objects.select_for_update(of=("self",))
            .filter(order=locked, variant=PaymentMethod.CHECK_MONEY_ORDER)
            .first()
        )
        if payment is None:
            raise CannotInvoice("This order is paid online: its money is captured by the payment, not by an invoice.")
        lines = {line.pk: line for line in locked.lines.all()}
        asked = {line: line.progress().to_invoice for line in lines.values()} if units is None else units
        wanted = {lines[line.pk]: quantity for line, quantity in asked.items() if quantity > 0}
        if not wanted:
            raise CannotInvoice("The invoice can't be created without products. Add products and try again.")
        for line, quantity in wanted.items():
            if quantity > line.progress().to_invoice:
                raise CannotInvoice(f"Only {plain(line.progress().to_invoice)} of {line.sku} are left to invoice.")
        record_invoice(locked, wanted, by=by, now=now or timezone.now())
        _capture_offline(payment, wanted)
    return locked


def record_invoice(order: Order, units: Mapping[OrderLine, Decimal], *, by: User | None, now: datetime) -> None:
    """Note that `units` are paid for, and deliver the virtual ones. Call inside the transaction that holds the order's lock."""
    for line, quantity in units.items():
        line.invoiced += quantity
    # What is invoiced in all only grows: no two invoices of an order share the key.
    others = order.lines.exclude(pk__in=[line.pk for line in units])
    invoiced = sum((line.invoiced for line in (*others, *units)), ZERO)
    key = f"{order.pk}:{plain(invoiced)}"
    delivered = deliver_virtual(order, units, key=f"invoice:{key}", now=now)
    OrderLine.objects.bulk_update(units, ("invoiced", "shipped"))
    settle_status(order, by=by, now=now)
    release_reservations(order, delivered, event=EventType.INVOICE_CREATED, key=key)


def _capture_offline(payment: Payment, units: Mapping[OrderLine, Decimal]) -> None:
    value = sum((line.value_of(quantity) for line, quantity in units.items()), Decimal("0.00"))
    payment.captured_amount = min(payment.captured_amount + value, payment.total)
    payment.status = PaymentStatus.CONFIRMED
    # Not change_status(): nobody but staff told us, and the order was told in this transaction.
    payment.save(update_fields=("captured_amount", "status"))
