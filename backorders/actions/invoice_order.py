"""Invoice an order: its money is captured; virtual units are delivered; goods stay where they are."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction

from backorders.actions.steps.invoice import invoice_value, record_invoice
from backorders.actions.steps.payments import CannotCollect, collect_by_hand
from backorders.models import Invoice, Order, OrderLine
from backorders.queries.asked_units import UnitsRefused, asked_units
from backorders.queries.locks import locked_order, locked_payments
from backorders.queries.order import stale_words
from backorders.queries.order_money import money_not_invoiced
from backorders.rules.order_status import GOING_ON, OrderStatus
from backorders.words.refusal import OTHER_ORDER
from catalog.models.fields import text_columns
from catalog.rules.money import NOTHING
from catalog.rules.quantity import plain
from catalog.rules.text import text_problems
from catalog.words.refusal import Refused

NOT_ALLOWED = "The order does not allow an invoice to be created."


class CannotInvoice(Refused):
    """The invoice was refused and nothing changed."""


def invoice_order(
    *,
    order: Order,
    units: Mapping[OrderLine, Decimal] | None = None,
    by: User | None,
    now: datetime,
    key: str | None = None,
    revision: int | None = None,
) -> Order:
    """Invoice `units` {line: quantity} (None: everything not invoiced yet) whose price has come by hand, and note it as captured.

    Also of an order that was to be paid by card, and was not: the card is asked for less, or not at all any more.
    The same `key` captures once, however often the call arrives. `revision` is the order's that the page showed: an order
    that changed since is refused, for the quantities were typed for another one. Raises `CannotInvoice`. Physical stock is not
    touched: it was promised already and leaves with the shipment.
    """
    if key is not None and (problems := text_problems(text_columns(Invoice), {"key": key})):
        raise CannotInvoice(*problems)
    with transaction.atomic():
        locked = locked_order(order.pk)
        if key is not None and (repeated := Invoice.objects.filter(key=key).first()):
            if repeated.order_id != locked.pk:
                raise CannotInvoice(OTHER_ORDER)
            return locked
        if changed := stale_words(locked, revision):
            raise CannotInvoice(changed)
        if OrderStatus(locked.status) not in GOING_ON:
            raise CannotInvoice(NOT_ALLOWED)
        payments = locked_payments(locked)
        lines = list(locked.lines.all())
        wanted = _judged(locked, lines, units)
        # Captured money that was too little for an invoice counts: it is not taken twice.
        missing = max(invoice_value(wanted) - max(money_not_invoiced(locked, lines, payments), NOTHING), NOTHING)
        try:
            collect_by_hand(locked, payments, missing)
        except CannotCollect as refusal:
            raise CannotInvoice(*refusal.problems) from refusal
        record_invoice(locked, wanted, lines=lines, by=by, now=now, key=key)
    return locked


def _judged(
    order: Order, lines: list[OrderLine], units: Mapping[OrderLine, Decimal] | None
) -> dict[OrderLine, Decimal]:
    """Return {line as it is under the lock: units to invoice}."""
    asked = {line: line.progress().to_invoice for line in lines} if units is None else units
    try:
        wanted = asked_units(order, lines, asked)
    except UnitsRefused as refusal:
        raise CannotInvoice(*refusal.problems) from refusal
    if not wanted:
        raise CannotInvoice("The invoice can't be created without products. Add products and try again.")
    for line, quantity in wanted.items():
        left = line.progress().to_invoice
        if quantity > left:
            raise CannotInvoice(f"Only {plain(left)} of {line.sku} are left to invoice; {plain(quantity)} asked.")
    return wanted
