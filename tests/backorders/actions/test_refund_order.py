"""Credit memos: no more units than were paid for, no more money than is kept, and nothing twice."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import CannotRefund, refund_order
from backorders.actions.ship_order import ship_order
from backorders.models import CreditMemo, Order, OrderLine, Payment
from backorders.rules.credit_memo import Refunded
from catalog.models import Product, Reservation, SourceItem
from tests.factories.catalog import (
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    default_source,
    default_website,
    product_with_stock,
)
from tests.soundness import unsound

pytestmark = pytest.mark.django_db
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}


def paid(*lines: tuple[Product, int]) -> Order:
    order = place_order(lines=lines, email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return order


def all_of(order: Order, quantity: str | int, *, back: bool = True) -> dict[OrderLine, Refunded]:
    return {line: Refunded(Decimal(quantity), return_to_stock=back) for line in order.lines.all()}


def test_refund_order_says_who_why_and_how_much() -> None:
    ada = User.objects.create_user("ada")
    order = paid((product_with_stock(quantity=5, price=Decimal("12.00")), 2))
    memo = refund_order(
        order=order, units=all_of(order, 2), key="k", by=ada, comment="Wrong colour.", now=timezone.now()
    )
    event = order.events.get(kind="refunded")
    assert (memo.amount, memo.comment, memo.created_by) == (Decimal("24.00"), "Wrong colour.", ada)
    assert (event.text, event.by) == (f"Credit memo #{memo.pk:09}: refunded USD 24.00.", ada)


def test_refund_order_never_gives_back_more_than_is_kept() -> None:
    order = paid((product_with_stock(quantity=5), 3))
    Payment.objects.update(captured_amount="25.00")
    memo = refund_order(order=order, units=all_of(order, 3), key="k", by=None, now=timezone.now())
    assert (memo.amount, order.payments.get().refunds.get().amount) == (Decimal("25.00"), Decimal("25.00"))


def test_refund_order_refuses_when_nothing_is_kept() -> None:
    order = paid((product_with_stock(quantity=5), 3))
    Payment.objects.update(captured_amount="0.00")
    with pytest.raises(CannotRefund, match="total must be positive"):
        refund_order(order=order, units=all_of(order, 3), key="k", by=None, now=timezone.now())
    assert (CreditMemo.objects.count(), order.lines.get().refunded) == (0, 0)


def test_refund_order_names_every_line_that_asks_for_too_much_and_does_nothing() -> None:
    order = paid((product_with_stock(quantity=5, sku="ONE"), 1), (product_with_stock(quantity=5, sku="TWO"), 2))
    rows = Reservation.objects.count()
    with pytest.raises(CannotRefund) as refusal:
        refund_order(order=order, units=all_of(order, 3), key="k", by=None, now=timezone.now())
    assert str(refusal.value) == "Only 1 of ONE can be refunded. Only 2 of TWO can be refunded."
    assert (CreditMemo.objects.count(), Reservation.objects.count()) == (0, rows)


@pytest.mark.parametrize("quantity", ["-1", "0.5"])
def test_refund_order_refuses_less_than_a_unit(quantity: str) -> None:
    order = paid((product_with_stock(quantity=5), 1))
    with pytest.raises(CannotRefund):
        refund_order(order=order, units=all_of(order, quantity), key="k", by=None, now=timezone.now())
    assert order.lines.get().refunded == 0


def test_refund_order_refuses_what_belongs_to_another_order() -> None:
    product = product_with_stock(quantity=5)
    order, other = paid((product, 1)), paid((product, 1))
    with pytest.raises(CannotRefund, match="not part of this order"):
        refund_order(order=order, units=all_of(other, 1), key="k", by=None, now=timezone.now())
    refund_order(order=other, units=all_of(other, 1), key="k", by=None, now=timezone.now())
    with pytest.raises(CannotRefund, match="used for another order"):
        refund_order(order=order, units=all_of(order, 1), key="k", by=None, now=timezone.now())


def test_refund_order_refuses_a_page_that_has_grown_old() -> None:
    order = paid((product_with_stock(quantity=5), 1))
    with pytest.raises(CannotRefund, match="has changed since this page was opened"):
        refund_order(order=order, units=all_of(order, 1), key="k", by=None, revision=1, now=timezone.now())


def test_a_gift_is_refunded_without_money() -> None:
    product = product_with_stock(quantity=5, price=Decimal(0))
    order = paid((product, 2))
    memo = refund_order(order=order, units=all_of(order, 2), key="k", by=None, now=timezone.now())
    assert (memo.amount, product.salable_quantity(), order.payments.get().refunds.count()) == (0, 5, 0)


def test_two_lines_of_one_product_return_to_the_sources_that_each_left() -> None:
    east = SourceFactory.create()
    StockFactory.create(sources=[default_source(), east], website=default_website())
    product = product_with_stock(quantity=4)
    SourceItemFactory.create(product=product, source=east, quantity=4)
    order = paid((product, 3), (product, 3))
    first, second = order.lines.all()
    ship_order(
        order=order,
        source=default_source(),
        units={first: Decimal(3), second: Decimal(1)},
        key="a",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    ship_order(
        order=order,
        source=east,
        units={second: Decimal(2)},
        key="b",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    refund_order(order=order, units=all_of(order, 3), key="k", by=None, now=timezone.now())
    shelves = SourceItem.objects.filter(product=product).order_by("source")
    assert [item.quantity for item in shelves] == [4, 4]
    assert unsound(limit=0) == []
