"""Edit an order: staff change how many of each line are wanted, and add products (C30, C37)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from backorders.actions.place_order import ATTEMPTS, RefusedLine
from backorders.actions.steps.messages import notify_edited
from backorders.actions.steps.order_status import settle_status
from backorders.actions.steps.payments import is_being_paid, settle_due
from backorders.actions.steps.placing import GUARD, ordered_line
from backorders.actions.steps.refund import refund_payments
from backorders.actions.steps.reservations import owed_of_each_line, reserve_edit
from backorders.models import EventKind, Order, OrderEvent, OrderLine, Payment
from backorders.queries.locks import LockedOrder, PaymentBusy, locked_order, locked_payments, payment_claim
from backorders.queries.order import stale_words
from backorders.queries.order_edit import JudgedEdit, judged_edit
from backorders.rules.order_status import HOLDABLE, OrderStatus
from backorders.rules.payment import UNANSWERED, PaymentMethod
from backorders.rules.placing import OrderTooLargeError, order_total, owed_after_withdrawal
from backorders.words.order import too_large_words
from backorders.words.order_status import ON_HOLD
from backorders.words.refusal import OTHER_LINE
from catalog.models import Product
from catalog.models.fields import text_columns
from catalog.models.reservation import EventType
from catalog.queries.database_errors import names_a_gone_row, violated_constraint
from catalog.queries.locks.product import locked_items
from catalog.rules.backorder_mode import most_told
from catalog.rules.quantity import InvalidQuantityError
from catalog.rules.quantity import quantity as exact
from catalog.rules.salable import Reason, Refusal
from catalog.rules.text import text_problems
from catalog.words.refusal import Refused

# Who clicked Save waits this long for the answer of a card that is charged right now.
PATIENCE = timedelta(seconds=3)
BEING_PAID = (
    "The shopper is paying for this order now: what it costs cannot change until the payment is done or has expired."
)


class CannotEdit(Refused):
    """The order stays as it is. `refused` are the products among the problems that may not be sold so often."""

    def __init__(self, *problems: str, refused: Sequence[RefusedLine] = ()) -> None:
        """Keep the products, and say of each why."""
        super().__init__(*problems, *(line.problem for line in refused))
        self.refused = tuple(refused)


def edit_order(
    *,
    order: Order,
    units: Mapping[OrderLine, Decimal],
    added: Mapping[Product, Decimal] | None = None,
    by: User | None,
    now: datetime,
    key: str = "",
    revision: int | None = None,
) -> Order:
    """Let each line of `units` have that net quantity (ordered less canceled), and add a line for each product of `added`.

    The order keeps its place in the queue; its own units count as free to it. Paid units that are given up are refunded, and
    what was raised on a paid order is due. The same `key` edits once; `revision` is the order's that the page showed
    (None: not asked). Raises `CannotEdit` naming every SKU concerned, with nothing changed. An order that stays as it is gets
    no event.
    """
    if problems := text_problems(text_columns(OrderEvent), {"key": key}):
        raise CannotEdit(*problems)
    try:
        wanted = {line.pk: exact(quantity) for line, quantity in units.items()}
        new = {product: exact(quantity) for product, quantity in (added or {}).items()}
    except InvalidQuantityError as error:
        raise CannotEdit(str(error)) from error
    with _not_being_paid(order):
        for _ in range(ATTEMPTS):
            try:
                with transaction.atomic():
                    return _edit(locked_order(order.pk), wanted, new, by=by, now=now, key=key, revision=revision)
            except IntegrityError as error:
                # The guard judged on newer numbers than the rule: it is judged again, on those.
                if violated_constraint(error) != GUARD and not names_a_gone_row(error):
                    raise
    raise CannotEdit(refused=_not_enough(order, wanted, new))


def why_not_edit(order: Order) -> str:
    """Return why staff cannot edit `order`, as a sentence; empty when they can."""
    status = OrderStatus(order.status)
    if status in HOLDABLE:
        return ""
    if status is OrderStatus.ON_HOLD:
        return ON_HOLD
    return f"An order that is {status.label} cannot be edited."


@contextmanager
def _not_being_paid(order: Order) -> Iterator[None]:
    """Keep a card from being charged an amount that changes meanwhile. Raises `CannotEdit` while it is charged."""
    online = Payment.objects.filter(order_id=order.pk).exclude(variant=PaymentMethod.CHECK_MONEY_ORDER)
    card = online.filter(status__in=UNANSWERED).order_by("pk").first()
    with ExitStack() as claim:
        if card is not None:
            try:
                claim.enter_context(payment_claim(card.pk, wait=PATIENCE))
            except PaymentBusy as error:
                raise CannotEdit(BEING_PAID) from error
        yield


def _edit(
    order: LockedOrder,
    wanted: Mapping[int, Decimal],
    added: Mapping[Product, Decimal],
    *,
    by: User | None,
    now: datetime,
    key: str,
    revision: int | None,
) -> Order:
    if key and OrderEvent.objects.filter(key=key).exists():
        return order
    if refusal := why_not_edit(order):
        raise CannotEdit(refusal)
    if changed := stale_words(order, revision):
        raise CannotEdit(changed)
    payments = locked_payments(order)
    judged = _judged(order, wanted, added)
    if not judged.changes:
        return order
    if judged.money.due and any(is_being_paid(payment) for payment in payments):
        raise CannotEdit(BEING_PAID)
    new = _write_lines(order, judged, today=localtime(now).date())
    money = " ".join(judged.money.in_words(has_happened=True))
    text = f"Edited: {judged.in_words()} {money}".strip()
    event = OrderEvent.objects.create(order=order, kind=EventKind.EDITED, text=text, key=key, at=now, by=by)
    settle_status(order, by=by, now=now)
    refund_payments(order, judged.money.refund, key=f"{EventType.ORDER_EDITED.value}:{event.pk}", now=now)
    _write_total(order, payments)
    notify_edited(order, judged, key=str(event.pk), now=now)
    reserve_edit(order, judged, new, key=str(event.pk), today=localtime(now).date())
    return order


def _judged(order: LockedOrder, wanted: Mapping[int, Decimal], added: Mapping[Product, Decimal]) -> JudgedEdit:
    """Judge the edit under the locks of who ships, receives and counts, so that no source is stopped meanwhile."""
    lines = {line.pk: line for line in order.lines.all()}
    if wanted.keys() - lines.keys():
        raise CannotEdit(OTHER_LINE)
    raised = {lines[pk].product_id for pk, quantity in wanted.items() if quantity > lines[pk].progress().net}
    locked_items(pk for pk in {*raised, *(product.pk for product in added)} if pk is not None)
    judged = judged_edit(order, wanted, added, is_offline=order.is_offline)
    if not judged.is_allowed:
        refused = tuple(RefusedLine(product, refusal) for product, refusal in judged.refused.items())
        raise CannotEdit(*judged.sentences, refused=refused)
    return judged


def _write_lines(order: LockedOrder, judged: JudgedEdit, *, today: date) -> list[OrderLine]:
    """Write the lines and return those that are new. The others keep date, id and priority: their place in the queue."""
    for line, edit in judged.edits.items():
        after = edit.applied_to(line.progress())
        line.owed_when_placed = owed_after_withdrawal(line.owed_when_placed, line.ordered, edit.withdrawn)
        line.ordered, line.canceled, line.refunded = after.ordered, after.canceled, after.refunded
        line.promised_on = line.promised_on if line.owed_when_placed else None
    beside = [
        OrderLine(
            order=order,
            product_id=line.product_id,
            sku=line.sku,
            name=line.name,
            unit_price=line.unit_price,
            ordered=edit.added,
            queue_priority=line.queue_priority,
            is_virtual=line.is_virtual,
            is_reserved=line.product_id is not None and judged.is_reserved(line.product_id),
            backorders_when_placed=line.backorders_when_placed,
        )
        for line, edit in judged.edits.items()
        if edit.added
    ]
    added = [
        ordered_line(
            order,
            product,
            quantity,
            mode=judged.positions[product.pk].policy.backorders,
            is_reserved=judged.is_reserved(product.pk),
        )
        for product, quantity in judged.added.items()
    ]
    new = [*beside, *added]
    for line, owed, last in owed_of_each_line(judged, new, judged.owed):
        line.owed_when_placed += owed
        if owed:
            # A mode that tells the shopper a number is kept, even when the setting has changed since.
            modes = (line.mode_when_placed, judged.positions[line.product_id or 0].policy.backorders)
            line.backorders_when_placed = most_told(modes).value
            free = judged.positions[line.product_id or 0].level.free
            line.promised_on = judged.day_of_raise(line.product_id or 0, last, free=free, today=today)
    kept = ("ordered", "canceled", "refunded", "owed_when_placed", "promised_on", "backorders_when_placed")
    OrderLine.objects.bulk_update(judged.edits, kept)
    return OrderLine.objects.bulk_create(new)


def _write_total(order: LockedOrder, payments: Sequence[Payment]) -> None:
    """Write what the order costs, canceled units included as everywhere, and ask for what is not paid of it."""
    lines = list(order.lines.order_by("pk"))
    try:
        order.total = order_total(((line.sku, line.unit_price, line.ordered) for line in lines), order.currency)
    except OrderTooLargeError as error:
        raise CannotEdit(too_large_words(error.sku)) from error
    order.save(update_fields=("total",))
    settle_due(order, payments)


def _not_enough(
    order: Order, wanted: Mapping[int, Decimal], added: Mapping[Product, Decimal]
) -> tuple[RefusedLine, ...]:
    """Say that nothing is to be had when the guard refused each time while the numbers read before it allowed the edit."""
    judged = judged_edit(order, wanted, added, is_offline=order.is_offline)
    return tuple(
        RefusedLine(product, Refusal(Reason.NOT_ENOUGH, quantity)) for product, quantity in judged.raised.items()
    )
