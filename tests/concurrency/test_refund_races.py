"""Canceling and refunding at the same instant, on real connections: units and money go back once, and nothing is half done."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import CannotCancel, cancel_order, cancel_own_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import CannotRefund, refund_order
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.models import CreditMemo, Order, OrderLine, Refund, SourceMovement
from backorders.rules.credit_memo import Refunded
from catalog.models import Product, SourceItem
from tests.concurrency.race import race
from tests.factories.catalog import default_source, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db(transaction=True)
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}
REFUSALS = (CannotCancel, CannotRefund, CannotShip)
ROUNDS = 4


def paid(product: Product, quantity: int) -> Order:
    order = place_order(lines={product: quantity}, email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return order


def attempt(act: Callable[[], object]) -> Callable[[], bool]:
    def attempted() -> bool:
        try:
            act()
        except REFUSALS:
            return False
        return True

    return attempted


def canceling(order: Order, units: int, *, revision: int | None = None) -> Callable[[], bool]:
    line = order.lines.get()
    return attempt(
        lambda: cancel_order(order=order, units={line: Decimal(units)}, by=None, revision=revision, now=timezone.now())
    )


def shoppers_cancel(order: Order) -> Callable[[], bool]:
    order.refresh_from_db()
    seen = order.revision
    return attempt(lambda: cancel_own_order(order=order, revision=seen, now=timezone.now()))


def refunding(order: Order, units: int, *, key: str, back: bool = True) -> Callable[[], bool]:
    given = {order.lines.get(): Refunded(Decimal(units), return_to_stock=back)}
    return attempt(lambda: refund_order(order=order, units=given, key=key, by=None, now=timezone.now()))


def shipping(order: Order, units: int) -> Callable[[], bool]:
    given = {order.lines.get(): Decimal(units)}
    return attempt(
        lambda: ship_order(
            order=order,
            source=default_source(),
            units=given,
            key=f"parcel {order.pk}",
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )
    )


def line_of(order: Order) -> OrderLine:
    return order.lines.get()


def test_two_cancels_of_a_line_give_up_no_unit_twice() -> None:
    for _ in range(ROUNDS):
        order = paid(product_with_stock(quantity=9), 5)
        assert sorted(race([canceling(order, 3), canceling(order, 3)])) == [False, True]
        assert (line_of(order).canceled, line_of(order).refunded) == (3, 3)
        assert unsound(limit=0) == []


def test_x14_a_double_click_cancels_once() -> None:
    for _ in range(ROUNDS):
        order = paid(product_with_stock(quantity=9), 5)
        order.refresh_from_db()
        clicks = [canceling(order, 2, revision=order.revision) for _ in range(2)]
        assert sorted(race(clicks)) == [False, True]
        assert line_of(order).canceled == 2
        assert unsound(limit=0) == []


def test_a_cancel_and_a_parcel_share_the_units_or_one_of_them_is_refused() -> None:
    for _ in range(ROUNDS):
        order = paid(product_with_stock(quantity=9), 5)
        done = race([canceling(order, 3), shipping(order, 3)])
        assert sorted(done) == [False, True]
        assert line_of(order).canceled + line_of(order).shipped == 3
        assert unsound(limit=0) == []


def test_the_shoppers_cancel_and_a_parcel_never_both_happen() -> None:
    for _ in range(ROUNDS):
        order = paid(product_with_stock(quantity=9), 5)
        done = race([shoppers_cancel(order), shipping(order, 1)])
        assert sorted(done) == [False, True]
        assert unsound(limit=0) == []


def test_a_memo_that_is_sent_twice_at_once_is_one_memo() -> None:
    for number in range(ROUNDS):
        order = paid(product_with_stock(quantity=9), 5)
        shipping(order, 2)()
        key = f"{order.pk}:{number}"
        assert race([refunding(order, 4, key=key), refunding(order, 4, key=key)]) == [True, True]
        assert (CreditMemo.objects.filter(order=order).count(), line_of(order).refunded) == (1, 4)
        assert Refund.objects.filter(payment__order=order).count() == 1
        assert unsound(limit=0) == []


@pytest.mark.parametrize("back", [True, False])
def test_two_memos_refund_no_more_than_was_paid(back: bool) -> None:
    for _ in range(ROUNDS):
        order = paid(product_with_stock(quantity=9), 5)
        shipping(order, 2)()
        done = race([refunding(order, 3, key=f"{order.pk}:{name}", back=back) for name in "ab"])
        assert sorted(done) == [False, True]
        assert line_of(order).refunded == 3
        assert unsound(limit=0) == []


@pytest.mark.parametrize("back", [True, False])
def test_a_cancel_and_a_memo_share_the_money_or_one_of_them_is_refused(back: bool) -> None:
    for _ in range(ROUNDS):
        order = paid(product_with_stock(quantity=9), 5)
        done = race([canceling(order, 3), refunding(order, 3, key=f"{order.pk}", back=back)])
        assert sorted(done) == [False, True]
        assert line_of(order).refunded == 3
        assert unsound(limit=0) == []


def test_memos_of_two_orders_both_return_to_a_source_that_forgot_the_product() -> None:
    for _ in range(ROUNDS):
        product = product_with_stock(quantity=4)
        orders = [paid(product, 2), paid(product, 2)]
        for order in orders:
            shipping(order, 2)()
        SourceItem.objects.filter(product=product).delete()
        assert race([refunding(order, 2, key=f"{order.pk}") for order in orders]) == [True, True]
        assert SourceItem.objects.get(product=product).quantity == 4
        assert unsound(limit=0) == []


def test_two_orders_write_off_no_unit_twice() -> None:
    for _ in range(ROUNDS):
        product = product_with_stock(quantity=3, backorders=1)
        orders = [paid(product, 2), paid(product, 2)]
        race([refunding(order, 2, key=f"{order.pk}", back=False) for order in orders])
        written_off = SourceMovement.objects.filter(line__order__in=orders, kind="written_off")
        assert sum(each.quantity for each in written_off) == -3
        assert SourceItem.objects.get(product=product).quantity == 0
        assert unsound(limit=None) == []


@pytest.mark.parametrize("has_left", [True, False])
def test_c24_an_order_and_a_return_at_once_leave_ten_on_hand(has_left: bool) -> None:
    """With the returned unit shipped before, the order ships too: one unit leaves while one comes back."""
    for _ in range(ROUNDS):
        product = product_with_stock(quantity=11 if has_left else 10)
        sold = paid(product, 1)
        if has_left:
            shipping(sold, 1)()
        assert SourceItem.objects.get(product=product).quantity == 10

        def order_one(product: Product = product) -> bool:
            order = paid(product, 1)
            return shipping(order, 1)() if has_left else True

        assert race([order_one, refunding(sold, 1, key=f"{sold.pk}")]) == [True, True]
        assert SourceItem.objects.get(product=product).quantity == 10
        assert unsound(limit=0) == []
