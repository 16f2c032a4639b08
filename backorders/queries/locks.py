"""Every lock of backorders, in one order for everybody: the order, its payments, then (by the ledger's trigger) stock levels."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from typing import NewType

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from backorders.models import Cart, CartLine, LowStockTelling, Order, OrderLine, Payment, Refund, RefundStatus
from backorders.models.outbox import OutboxRow, RetriedRow
from backorders.queries.credit_memo import refund_shelves
from backorders.queries.logged_order import logged_order
from backorders.queries.payment import given_back
from backorders.rules.credit_memo import Refunded
from catalog.models import LowStockNotice, Product, Website
from catalog.queries.database_errors import LOCK_NOT_AVAILABLE, sqlstate
from catalog.queries.locks.product import locked_items
from catalog.queries.prepared import Compiled

# "paym": names our advisory locks among those of other programs that use the database.
_PAYMENTS = 0x7061796D


class PaymentBusy(Exception):
    """The provider is being asked about this payment by somebody else, and has not answered within the time to wait."""


# An order that its caller holds. Only `locked_order` makes one, so that the type checker refuses a step without its lock.
LockedOrder = NewType("LockedOrder", Order)


def locked_order(pk: int) -> LockedOrder:
    """Return the order, locked until the transaction ends. Raises `Order.DoesNotExist`, and outside of a transaction."""
    logged_order.set(pk)
    return LockedOrder(Order.objects.select_for_update(of=("self",)).get(pk=pk))


def locked_orders(pks: Iterable[int]) -> None:
    """Lock the orders, in the order of their ids, until the transaction ends."""
    list(Order.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk").values_list("pk"))


def lock_orders_numbered(numbers: Collection[str]) -> None:
    """Lock the orders with these numbers, in the order of their ids; a number without an order is passed over."""
    rows = Order.objects.select_for_update(of=("self",)).filter(number__in=numbers).order_by("pk")
    list(rows.values_list("pk"))


def locked_payments(order: LockedOrder) -> list[Payment]:
    """Return the order's payments, the oldest first, locked until the transaction ends. The order's row is locked before.

    Each knows what is `gone` of it, and `uncredited`, by now.
    """
    payments = _payments(order.pk)
    for payment in payments:
        payment.order = order
    return payments


@Compiled
def _payments(order: int) -> QuerySet[Payment]:
    payments: QuerySet[Payment] = Payment.objects.annotate(**given_back())
    return payments.filter(order=order).select_for_update(of=("self",)).order_by("pk")


def locked_payment(pk: int) -> Payment:
    """Return the payment with its order, locked until the transaction ends. Its order is locked before, by `locked_order`."""
    return Payment.objects.select_for_update(of=("self",)).select_related("order").get(pk=pk)


def locked_with_order(payment: Payment) -> tuple[LockedOrder, Payment]:
    """Return the order of `payment`, and the payment, both as they are now, locked until the transaction ends. One statement.

    PostgreSQL locks in the order in which the tables are named: the order comes first, as everybody takes it.
    """
    logged_order.set(payment.order_id)
    found = _with_order.first(payment.pk)
    if found is None:
        raise Payment.DoesNotExist
    return LockedOrder(found.order), found


@Compiled
def _with_order(payment: int) -> QuerySet[Payment]:
    return Payment.objects.with_order_locked().filter(pk=payment)


def locked_order_of(payment: Payment) -> LockedOrder:
    """Return the order of `payment`, locked: the one that `Payment.change_status` holds while it tells of a status, else anew."""
    if not payment.holds_order:
        return locked_order(payment.order_id)
    logged_order.set(payment.order_id)
    return LockedOrder(payment.order)


def locked_refund(pk: int) -> Refund:
    """Return the refund with its payment and order, locked until the transaction ends. Its order is locked before."""
    return Refund.objects.select_for_update(of=("self",)).select_related("payment__order").get(pk=pk)


def payment_claimed(payment_id: int) -> bool:
    """Claim the payment until the transaction ends, without waiting; return False while somebody asks its provider.

    As it waits for nobody, it may be taken under row locks.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_PAYMENTS, payment_id % 2**31])
        return bool(cursor.fetchone()[0])


@contextmanager
def payment_claim(payment_id: int, *, wait: timedelta) -> Iterator[None]:
    """Let one at a time ask the provider about a payment, without a transaction or a row lock while the gateway answers.

    A session's advisory lock: it ends with the block, or with the connection. Raises `PaymentBusy` after `wait`. Take it before
    any row lock. It needs a session of its own: a pooler between must not hand the connection on between statements.
    """
    # In a transaction (the demo is loaded in one) a failed statement would keep us from unlocking: the lock ends with it.
    kind = "_xact" if connection.in_atomic_block else ""
    names = [_PAYMENTS, payment_id % 2**31]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory{kind}_lock(%s, %s)", names)
        if not cursor.fetchone()[0]:
            _wait_for_claim(cursor, f"SELECT pg_advisory{kind}_lock(%s, %s)", names, wait)
    try:
        yield
    finally:
        if not kind:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", names)


def _wait_for_claim(cursor: CursorWrapper, claim: str, names: list[int], wait: timedelta) -> None:
    cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{int(wait.total_seconds() * 1000)}ms"])
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            cursor.execute(claim, names)
    except OperationalError as error:
        if sqlstate(error) != LOCK_NOT_AVAILABLE:
            raise
        raise PaymentBusy from error
    finally:
        if not connection.needs_rollback and connection.is_usable():
            cursor.execute("RESET lock_timeout")


def locked_cart(token: uuid.UUID, website: Website) -> Cart | None:
    """Return the cart, locked until the transaction ends, or None when this website has no such cart."""
    if not website.pk:
        return None
    return Cart.objects.select_for_update().filter(token=token, website=website).first()


def locked_gone_lines(cart_id: int) -> list[CartLine]:
    """Return the lines of the cart whose product was deleted, locked so that each is told once."""
    lines = CartLine.objects.filter(cart=cart_id, product=None)
    return list(lines.select_for_update(of=("self",)).order_by("pk"))


# "chke" and "chkn": name our advisory locks among those of other programs that use the database.
_EMAILS, _NETWORKS = 0x63686B65, 0x63686B6E


def lock_address_and_network(*, email: str, network: str) -> None:
    """Let nobody else count what an address or a network has open, checks, sign-ups or failed looks, until the transaction ends.

    For a look the number of the order stands for the address. E-mail before network, for everybody. Take it before a row is
    written: who waits here holds nothing.
    """
    with connection.cursor() as cursor:
        # Folded by the database, as the count compares; two addresses of one hash only wait for each other.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(upper(%s))), pg_advisory_xact_lock(%s, hashtext(%s))",
            [_EMAILS, email, _NETWORKS, network],
        )


def lock_refunded(order: LockedOrder, wanted: Mapping[OrderLine, Refunded]) -> None:
    """Lock the payments and the source items that a refund of `wanted` may touch. The order's row is locked before."""
    locked_payments(order)
    products = {line.product_id for line in wanted if line.product_id is not None}
    if any(part.return_to_stock for part in wanted.values()):
        gone = [shelf for shelf in refund_shelves(order, wanted).shelves if not shelf.is_assigned]
        if gone:
            lock_assignments(
                product_ids={shelf.product_id for shelf in gone}, source_ids={shelf.source_id for shelf in gone}
            )
    locked_items(products)


def lock_assignments(*, product_ids: Collection[int], source_ids: Collection[int]) -> None:
    """Lock products, then sources (shared), in the order of staff who assign sources; call before source items are locked.

    Two memos that return to the same forgotten source wait for each other instead of racing for the insert.
    """
    products = Product.objects.select_for_update(no_key=True).filter(pk__in=product_ids).order_by("pk")
    # Evaluated here: a queryset locks nothing until it is evaluated.
    list(products.values_list("pk"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM catalog_source WHERE id = ANY(%s) ORDER BY id FOR SHARE", [sorted(source_ids)])


# Refunds in any other status were answered and are never tried again.
SENDABLE = (RefundStatus.REQUESTED, RefundStatus.SENDING)


def due[Row: OutboxRow](model: type[Row], *, now: datetime) -> QuerySet[Row]:
    """Return the rows of `model` whose time has come at `now`, the longest due first."""
    rows = model._default_manager.filter(next_try_at__lte=now).order_by("next_try_at", "pk")  # noqa: SLF001  Django's API
    if issubclass(model, RetriedRow):
        return rows.filter(sent_at=None)
    if issubclass(model, Refund):
        return rows.filter(status__in=SENDABLE)
    raise TypeError(f"Nothing is known about what of {model.__name__} is due.")


def locked_due[Row: OutboxRow](model: type[Row], pk: int, *, now: datetime, with_: Iterable[str] = ()) -> Row | None:
    """Return the row, locked until the transaction ends; None when it is not due, or somebody else takes it up right now."""
    rows = due(model, now=now).filter(pk=pk).select_related(*with_) if with_ else due(model, now=now).filter(pk=pk)
    return rows.select_for_update(of=("self",), skip_locked=True).first()


def locked_outbox_row[Row: OutboxRow](row: Row) -> Row:
    """Return the message or errand with its order as it is now, locked until the transaction ends."""
    rows = type(row)._default_manager.select_for_update(of=("self",))  # noqa: SLF001  Django's API
    return rows.select_related("order").get(pk=row.pk)


def locked_new_notices(*, most: int) -> list[LowStockNotice]:
    """Return at most `most` notices that nobody has been named for, and that nobody else names somebody for right now."""
    fresh = LowStockNotice.objects.filter(is_dispatched=False).order_by("pk")
    # The key alone is locked: a trigger that ends the notice meanwhile waits for the two statements that follow at most.
    return list(fresh.select_for_update(skip_locked=True, no_key=True)[:most])


def locked_tellings(recipient: str, *, now: datetime) -> list[LowStockTelling]:
    """Return what `recipient` is due to hear and nobody else tells right now, with what the message names."""
    due = LowStockTelling.objects.filter(recipient=recipient, notification=None, due_at__lte=now).order_by("notice_id")
    named = due.select_related("notice__product", "notice__stock", "notice__source")
    return list(named.select_for_update(skip_locked=True, of=("self",)))
