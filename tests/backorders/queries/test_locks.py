"""Every lock of backorders: what it locks, in which order, and who waits."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from backorders.models import (
    CartLine,
    MovementKind,
    Order,
    OrderLine,
    Payment,
    Refund,
    SourceMovement,
)
from backorders.queries import locks
from backorders.queries.locks import PaymentBusy, payment_claim, payment_claimed
from backorders.queries.logged_order import logged_order
from backorders.rules.credit_memo import Refunded
from catalog.models import Product, Source, SourceItem, Website
from tests.factories.backorders import CartFactory, CartLineFactory, OrderFactory, OrderLineFactory
from tests.factories.catalog import WebsiteFactory, default_source, product_with_stock
from tests.locks_taken import locks_taken

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
# "paym", by which our claims are known among the advisory locks of a database.
PAYM = int.from_bytes(b"paym")


def payment_of(order: Order) -> Payment:
    return Payment.objects.create(order=order, variant="card", currency="USD", total=10)


def refund_of(payment: Payment) -> Refund:
    return Refund.objects.create(payment=payment, key="refund", amount=1, requested_at=NOW, next_try_at=NOW)


def test_orders_are_locked_alone_by_their_ids_and_named_in_the_log() -> None:
    order = OrderFactory.create()
    assert locks_taken(lambda: locks.locked_order(order.pk)) == ["order: update"]
    assert logged_order.get() == order.pk
    assert locks_taken(lambda: locks.locked_orders([order.pk])) == ["order by id: update"]
    assert locks_taken(lambda: locks.lock_orders_numbered([order.number])) == ["order by id: update"]


def test_payments_of_an_order_are_locked_by_their_ids_and_come_the_oldest_first() -> None:
    order = locks.locked_order(OrderFactory.create().pk)
    first, second = payment_of(order), payment_of(order)
    payment_of(OrderFactory.create())
    Payment.objects.filter(pk=first.pk).update(modified=NOW)
    assert locks.locked_payments(order) == [first, second]
    assert locks_taken(lambda: locks.locked_payments(order)) == ["payment by id: update"]
    refund_of(second)
    Refund.objects.create(payment=second, key="told", amount=3, uncredited=2, status="at_provider", requested_at=NOW)
    assert [(each.gone, each.uncredited) for each in locks.locked_payments(order)] == [(0, 0), (4, 2)]


def test_a_payment_and_a_refund_are_locked_and_what_they_belong_to_is_only_read() -> None:
    payment = payment_of(OrderFactory.create())
    refund = refund_of(payment)
    assert locks_taken(lambda: locks.locked_payment(payment.pk)) == ["payment: update"]
    assert locks_taken(lambda: locks.locked_refund(refund.pk)) == ["refund: update"]


def test_a_payment_is_claimed_until_the_transaction_ends() -> None:
    other = connection.copy()
    try:
        with transaction.atomic():
            assert payment_claimed(7)
            assert payment_claimed(7)
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s, 7), pg_try_advisory_lock(%s, 8)", [PAYM, PAYM])
                assert cursor.fetchone() == (False, True)
        assert not payment_claimed(8)
    finally:
        other.close()


@pytest.mark.parametrize("payment", [7, 2**31 + 7])
def test_who_asks_the_provider_while_somebody_does_is_told_so_after_a_while(payment: int) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, 7)", [PAYM])
        with pytest.raises(PaymentBusy), payment_claim(payment, wait=timedelta(milliseconds=20)):
            pytest.fail("the claim was given twice")
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("0",)
        with payment_claim(8, wait=timedelta(seconds=5)):
            assert payment_claimed(8)
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_a_claim_outside_of_a_transaction_ends_with_its_block() -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            with payment_claim(7, wait=timedelta(seconds=5)):
                cursor.execute("SELECT pg_try_advisory_lock(%s, 7)", [PAYM])
                assert cursor.fetchone() == (False,)
            cursor.execute("SELECT pg_try_advisory_lock(%s, 7)", [PAYM])
            assert cursor.fetchone() == (True,)
        with pytest.raises(PaymentBusy), payment_claim(7, wait=timedelta(milliseconds=20)):
            pytest.fail("the claim was given twice")
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("0",)
    finally:
        other.close()


def test_a_cart_is_that_of_its_website() -> None:
    cart = CartFactory.create()
    assert locks.locked_cart(cart.token, cart.website) == cart
    assert locks.locked_cart(cart.token, WebsiteFactory.create()) is None
    assert locks.locked_cart(uuid.uuid4(), cart.website) is None
    assert locks.locked_cart(cart.token, Website()) is None
    assert locks_taken(lambda: locks.locked_cart(cart.token, Website())) == []
    assert locks_taken(lambda: locks.locked_cart(cart.token, cart.website)) == ["cart by id: update"]


def test_lines_of_deleted_products_are_those_of_the_cart_in_their_order() -> None:
    cart = CartFactory.create()
    gone = [CartLineFactory.create(cart=cart), CartLineFactory.create(cart=cart)]
    CartLineFactory.create()
    Product.objects.all().delete()
    CartLineFactory.create(cart=cart)
    CartLine.objects.filter(pk=gone[0].pk).update(quantity=5)
    assert locks.locked_gone_lines(cart.pk) == gone
    assert locks_taken(lambda: locks.locked_gone_lines(cart.pk)) == ["cartline by id: update"]


def test_who_counts_unpaid_checks_of_an_address_or_a_network_waits_for_no_other() -> None:
    other = connection.copy()
    try:
        locks.lock_address_and_network(email="Ada@example.org", network="n1")
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_lock(%(e)s, hashtext('ADA@EXAMPLE.ORG')),"
                " pg_try_advisory_lock(%(n)s, hashtext('n1')), pg_try_advisory_lock(%(n)s, hashtext('n2'))",
                {"e": int.from_bytes(b"chke"), "n": int.from_bytes(b"chkn")},
            )
            assert cursor.fetchone() == (False, False, True)
    finally:
        other.close()


def test_one_line_of_several_that_returns_locks_the_assignment_that_it_makes_again() -> None:
    order = OrderFactory.create()
    bags = [product_with_stock(quantity=5) for _ in range(2)]
    lines = [OrderLineFactory.create(order=order, product=bag, ordered=3, invoiced=3, shipped=3) for bag in bags]
    for line in lines:
        SourceMovement.objects.create(
            line=line, source=default_source(), kind=MovementKind.SHIPPED, quantity=Decimal(-3), key="s", moved_at=NOW
        )
    SourceItem.objects.filter(product__in=bags).delete()
    wanted = {line: Refunded(Decimal(1), return_to_stock=line is lines[1]) for line in lines}
    taken = locks_taken(lambda: locks.lock_refunded(locks.locked_order(order.pk), wanted))
    assert "product by id: no key update" in taken


@pytest.mark.parametrize("back", [True, False])
def test_a_refund_locks_payments_then_the_assignment_that_it_makes_again_then_items(*, back: bool) -> None:
    bag = product_with_stock(quantity=5)
    order = OrderFactory.create()
    line = OrderLineFactory.create(order=order, product=bag, ordered=3, invoiced=3, shipped=3)
    SourceMovement.objects.create(
        line=line, source=default_source(), kind=MovementKind.SHIPPED, quantity=Decimal(-3), key="s", moved_at=NOW
    )
    wanted = {line: Refunded(Decimal(1), return_to_stock=back)}
    usual = ["payment by id: update", "sourceitem by product_id, source_id: update"]
    held = locks.locked_order(order.pk)
    assert locks_taken(lambda: locks.lock_refunded(held, wanted)) == usual
    SourceItem.objects.filter(product=bag).delete()
    again = ["product by id: no key update", "source by id: share"] if back else []
    assert locks_taken(lambda: locks.lock_refunded(held, wanted)) == [usual[0], *again, usual[1]]


def test_a_refund_of_what_was_deleted_locks_no_item_of_others() -> None:
    line = OrderLineFactory.create()
    held = locks.locked_order(line.order_id)
    Product.objects.all().delete()
    gone = OrderLine.objects.get(pk=line.pk)
    wanted = {gone: Refunded(Decimal(1), return_to_stock=True)}
    assert locks_taken(lambda: locks.lock_refunded(held, wanted)) == ["payment by id: update"]


@pytest.mark.parametrize(
    "lock",
    [
        lambda: locks.locked_orders([1]),
        lambda: locks.lock_orders_numbered(["1"]),
        lambda: locks.lock_assignments(product_ids=[1], source_ids=[1]),
        lambda: locks.locked_new_notices(most=1),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_outside_of_a_transaction(lock: Callable[[], object]) -> None:
    assert Source.objects.exists()
    with pytest.raises(transaction.TransactionManagementError):
        lock()
