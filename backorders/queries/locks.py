"""The locks on orders, in one order for everybody: the order, then its payments, then (by the ledger's trigger) stock levels."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta

from django.db import OperationalError, connection, transaction

from backorders.models import Order
from backorders.queries.logged_order import about_order
from catalog.queries.database_errors import LOCK_NOT_AVAILABLE, sqlstate

# "paym": names our advisory locks among those of other programs that use the database.
_PAYMENTS = 0x7061796D


class PaymentBusy(Exception):
    """The provider is being asked about this payment by somebody else, and has not answered within the time to wait."""


def locked_order(pk: int) -> Order:
    """Return the order, locked until the transaction ends. Raises `Order.DoesNotExist`."""
    about_order(pk)
    return Order.objects.select_for_update(of=("self",)).get(pk=pk)


def locked_orders(pks: Iterable[int]) -> None:
    """Lock the orders, in the order of their ids, until the transaction ends."""
    list(Order.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk").values_list("pk"))


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
    kind = "pg_advisory_xact_lock" if connection.in_atomic_block else "pg_advisory_lock"
    names = [_PAYMENTS, payment_id % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{int(wait.total_seconds() * 1000)}ms"])
        try:
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                cursor.execute(f"SELECT {kind}(%s, %s)", names)
        except OperationalError as error:
            if sqlstate(error) != LOCK_NOT_AVAILABLE:
                raise
            raise PaymentBusy from error
        finally:
            if not connection.needs_rollback and connection.is_usable():
                cursor.execute("RESET lock_timeout")
    try:
        yield
    finally:
        if kind == "pg_advisory_lock":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", names)
