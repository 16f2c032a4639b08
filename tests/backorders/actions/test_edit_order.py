"""Editing an order: its own units are free to it, money follows, the place in the queue stays."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from backorders.actions.edit_order import edit_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.move_to_front import move_to_front
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import EventKind, OrderEvent
from backorders.queries.order_lines import order_offers
from catalog.models import Reservation
from tests.backorders.staff_orders import CARD, edited, nothing_differs, paid, placed, quantities
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db
TEN = Decimal("10.00")


def test_raising_promises_more_and_asks_for_more() -> None:
    bag = product_with_stock(quantity=10, price=TEN)
    order = edited(placed(bag), 5)
    assert (bag.salable_quantity(), order.total, order.payments.get().total) == (5, 50, 50)
    assert quantities(order) == [(5, 0, 0, 0)]
    assert nothing_differs()


def test_lowering_gives_back_units_that_were_not_paid_for_and_asks_for_less() -> None:
    bag = product_with_stock(quantity=10, price=TEN)
    order = edited(placed(bag), 1)
    assert (bag.salable_quantity(), order.total, order.payments.get().total) == (9, 10, 10)
    assert quantities(order) == [(1, 0, 0, 0)]
    assert nothing_differs()


def test_lowering_a_paid_order_refunds_what_was_given_up() -> None:
    bag = product_with_stock(quantity=10, price=TEN)
    order = edited(paid(bag), 1)
    assert quantities(order) == [(3, 3, 2, 2)]
    assert [(refund.amount, refund.status) for refund in order.payments.get().refunds.all()] == [(20, "requested")]
    assert bag.salable_quantity() == 9
    assert nothing_differs()


def test_raising_a_paid_order_asks_for_the_difference_by_check() -> None:
    bag = product_with_stock(quantity=10, price=TEN)
    order = edited(paid(bag), 5)
    card, check = order.payments.order_by("pk")
    assert (card.total, card.captured_amount) == (30, 30)
    assert (check.variant, check.total, check.captured_amount) == ("checkmo", 20, 0)
    assert (order.total, order.status, order.is_offline) == (50, "processing", False)
    assert nothing_differs()


def test_what_a_paid_order_owes_is_taken_back_before_anything_is_refunded() -> None:
    bag = product_with_stock(quantity=10, price=TEN)
    order = edited(edited(paid(bag), 5), 2)
    assert quantities(order) == [(3, 3, 1, 1)]
    assert [payment.variant for payment in order.payments.all()] == ["card"]
    assert [refund.amount for refund in order.payments.get().refunds.all()] == [10]
    assert nothing_differs()


def test_what_is_raised_is_due_and_what_is_lowered_refunded_at_once() -> None:
    bag, cap = product_with_stock(quantity=10, price=TEN), product_with_stock(quantity=10, price=TEN)
    order = place_order(lines={bag: 2, cap: 2}, email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    lines = {order.lines.get(product=bag): Decimal(3), order.lines.get(product=cap): Decimal(1)}
    edit_order(order=order, units=lines, by=None, now=timezone.now())
    assert order.payments.get(variant="checkmo").total == 10
    assert [refund.amount for refund in order.payments.get(variant="card").refunds.all()] == [10]
    assert nothing_differs()


def test_more_of_a_line_that_was_refunded_keeps_its_place_in_front() -> None:
    bag = product_with_stock(quantity=1, backorders=1)
    _, second = placed(bag), paid(bag, 2)
    move_to_front(line=second.lines.get(), reason="wedding", by=None, now=timezone.now())
    edited(edited(second, 1), 2)
    assert list(second.lines.values_list("queue_priority", flat=True)) == [-1, -1]


def test_more_of_a_line_that_was_refunded_is_due_again() -> None:
    bag = product_with_stock(quantity=10, price=TEN)
    order = edited(edited(paid(bag, 2), 1), 2)
    assert quantities(order) == [(2, 2, 1, 1), (1, 0, 0, 0)]
    assert order.payments.get(variant="checkmo").total == 10
    assert bag.salable_quantity() == 8
    assert nothing_differs()


def test_what_is_due_is_captured_by_an_invoice() -> None:
    order = edited(paid(product_with_stock(quantity=10, price=TEN)), 5)
    invoice_order(order=order, by=None, now=timezone.now())
    assert quantities(order) == [(5, 5, 0, 0)]
    assert order.payments.get(variant="checkmo").captured_amount == 20
    assert nothing_differs()


def test_an_edited_order_that_is_paid_later_is_charged_the_new_total() -> None:
    order = edited(placed(product_with_stock(quantity=10, price=TEN), method="card"), 5)
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    assert (order.payments.get().captured_amount, quantities(order)) == (50, [(5, 5, 0, 0)])
    assert nothing_differs()


def test_a_line_of_which_nothing_is_wanted_is_canceled_and_not_paid_for() -> None:
    bag, cap = product_with_stock(quantity=10, price=TEN), product_with_stock(quantity=10, price=TEN)
    order = place_order(lines={bag: 1, cap: 2}, email="ada@example.org", by=None, now=timezone.now())
    edit_order(order=order, units={order.lines.get(product=bag): Decimal(0)}, by=None, now=timezone.now())
    assert order.payments.get().total == 20
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    assert quantities(order) == [(1, 0, 1, 0), (2, 2, 0, 0)]
    assert order.payments.get().captured_amount == 20
    assert nothing_differs()


def test_an_added_product_is_a_line_of_its_own_that_waits_with_the_order() -> None:
    bag, cap = product_with_stock(quantity=10), product_with_stock(quantity=1, backorders=1, price=TEN)
    order = edited(placed(bag), 3, added={cap: Decimal(4)})
    line = order.lines.get(product=cap)
    assert (line.ordered, line.unit_price, line.owed_when_placed) == (4, TEN, 3)
    assert Reservation.objects.get(product=cap).event_type == "order_placed"
    assert nothing_differs()


def test_the_edit_keeps_the_place_in_the_queue() -> None:
    bag = product_with_stock(quantity=2, backorders=1)
    first, second = placed(bag), placed(bag)
    move_to_front(line=second.lines.get(), reason="wedding", by=None, now=timezone.now())
    before = first.placed_at
    order = edited(edited(second, 1), 5)
    line = order.lines.get()
    assert (line.queue_priority, order.placed_at > before) == (-1, True)
    assert line.pk == second.lines.get().pk


def test_the_event_says_what_changed_and_who_did_it() -> None:
    order = paid(product_with_stock(quantity=10, sku="BAG", price=TEN))
    ada = User.objects.create_user("ada")
    edit_order(order=order, units={order.lines.get(): Decimal(1)}, by=ada, now=timezone.now())
    event = OrderEvent.objects.get(order=order, kind=EventKind.EDITED)
    assert (event.text, event.by) == ("Edited: BAG from 3 to 1. USD 20.00 refunded.", ada)


def test_the_same_request_edits_once() -> None:
    bag = product_with_stock(quantity=10)
    order = placed(bag)
    for wanted in (5, 7):
        edited(order, wanted, key="request")
    assert quantities(order) == [(5, 0, 0, 0)]


def test_an_order_that_stays_as_it_is_gets_no_event() -> None:
    order = placed(product_with_stock(quantity=10))
    edited(order, 3)
    assert not order.events.filter(kind=EventKind.EDITED).exists()


def test_units_moved_between_lines_of_one_product_are_not_sold_anew() -> None:
    bag = product_with_stock(quantity=6, backorders=0)
    order = place_order(
        lines=[(bag, 3), (bag, 3)], email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    first, second = order.lines.order_by("pk")
    edit_order(order=order, units={first: Decimal(1), second: Decimal(5)}, by=None, now=timezone.now())
    assert quantities(order) == [(1, 0, 0, 0), (5, 0, 0, 0)]
    assert nothing_differs()


@pytest.mark.parametrize("is_by_card", [True, False])
def test_a_free_product_that_is_added_to_a_paid_order_is_invoiced_so_that_the_order_completes(
    *, is_by_card: bool
) -> None:
    bag, gift = product_with_stock(quantity=9), product_with_stock(quantity=9, price=Decimal(0))
    order = paid(bag, 1) if is_by_card else invoice_order(order=placed(bag, 1), by=None, now=timezone.now())
    edited(order, 1, added={gift: Decimal(1)})
    assert order_offers(order).invoices
    invoice_order(order=order, by=None, now=timezone.now())
    parcel = dict.fromkeys(order.lines.all(), Decimal(1))
    ship_order(
        order=order,
        source=default_source(),
        units=parcel,
        key="parcel",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    order.refresh_from_db()
    assert order.status == "complete"
    assert nothing_differs()
