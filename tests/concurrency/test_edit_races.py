"""An order that is edited while something else happens to it, or to the units it wants."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions import edit_order
from backorders.actions.cancel_order import CannotCancel, cancel_order
from backorders.actions.edit_order import CannotEdit
from backorders.actions.move_to_front import CannotMove, move_to_front
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import NotSalable
from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.models import Order
from backorders.queries.locks import payment_claim
from catalog.models import Product, SourceItem
from tests.backorders.staff_orders import CARD, edited, paid, placed, quantities
from tests.concurrency.race import race
from tests.factories.catalog import default_source, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db(transaction=True)

REFUSALS = (CannotCancel, CannotEdit, CannotMove, CannotShip, NotSalable)
TURNS = 4


@pytest.fixture(autouse=True)
def sound() -> Iterator[None]:
    """Whoever came first, levels equal the sum of their rows, the ledger what orders hold, and money what was invoiced."""
    yield
    assert unsound(limit=None) == []


def attempt(action: Callable[[], object]) -> Callable[[], bool]:
    def act() -> bool:
        try:
            action()
        except REFUSALS:
            return False
        return True

    return act


def editing(order: Order, quantity: int, *, revision: int | None = None, key: str = "") -> Callable[[], bool]:
    return attempt(lambda: edited(order, quantity, revision=revision, key=key))


def shipping(order: Order, quantity: int) -> Callable[[], bool]:
    units = {order.lines.get(): Decimal(quantity)}
    return attempt(
        lambda: ship_order(
            order=order,
            source=default_source(),
            units=units,
            key=f"{order.pk}",
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )
    )


def placing(product: Product, quantity: int) -> Callable[[], bool]:
    return attempt(lambda: placed(product, quantity))


def canceling(order: Order) -> Callable[[], bool]:
    return attempt(lambda: cancel_order(order=order, by=None, now=timezone.now()))


def receiving(product: Product, quantity: int) -> Callable[[], bool]:
    return attempt(
        lambda: receive_delivery(
            product, source=default_source(), quantity=Decimal(quantity), by=None, now=timezone.now()
        )
    )


def paying(order: Order) -> Callable[[], bool]:
    payment = order.payments.get()
    return attempt(lambda: pay_order(payment=payment, details=CARD, now=timezone.now()))


def moving(order: Order) -> Callable[[], bool]:
    return attempt(lambda: move_to_front(line=order.lines.get(), reason="hurry", by=None, now=timezone.now()))


def wanted(order: Order) -> Decimal:
    return order.lines.get().progress().net


def owed(product: Product) -> Decimal:
    return -product.stock_level().free


def test_the_last_unit_goes_to_an_edit_or_to_a_new_order_never_to_both() -> None:
    for _ in range(TURNS):
        product = product_with_stock(quantity=4)
        order = placed(product)
        won = race([editing(order, 4), placing(product, 1)])
        assert sorted(won) == [False, True]
        assert product.stock_level().free == 0


def test_the_last_unit_goes_to_one_of_two_edited_orders() -> None:
    for _ in range(TURNS):
        product = product_with_stock(quantity=5)
        first, second = placed(product, 2), paid(product, 2)
        assert sorted(race([editing(first, 3), editing(second, 3)])) == [False, True]
        assert wanted(first) + wanted(second) == 5


def test_units_that_ship_while_they_are_given_up_leave_or_come_back_never_both() -> None:
    for _ in range(TURNS):
        product = product_with_stock(quantity=3)
        order = paid(product)
        lowered, shipped = race([editing(order, 1), shipping(order, 3)])
        assert sorted((lowered, shipped)) == [False, True]
        assert SourceItem.objects.get(product=product).quantity == (0 if shipped else 3)


def test_an_order_that_is_canceled_while_it_is_raised_holds_nothing() -> None:
    for _ in range(TURNS):
        product = product_with_stock(quantity=9)
        order = paid(product)
        _, canceled = race([editing(order, 5), canceling(order)])
        assert canceled
        assert product.stock_level().free == 9


def test_of_two_edits_from_the_same_page_one_is_refused() -> None:
    for _ in range(TURNS):
        order = paid(product_with_stock(quantity=9))
        order.refresh_from_db()
        edits = [editing(order, units, revision=order.revision) for units in (5, 1)]
        assert sorted(race(edits)) == [False, True]


def test_an_edit_repeated_at_once_happens_once() -> None:
    for _ in range(TURNS):
        order = paid(product_with_stock(quantity=9))
        key = f"request {order.pk}"
        race([editing(order, 1, key=key)] * 2)
        assert quantities(order) == [(3, 3, 2, 2)]
        assert order.payments.get().refunds.count() == 1


def test_a_delivery_while_an_order_is_edited_covers_what_is_wanted() -> None:
    for _ in range(TURNS):
        product = product_with_stock(quantity=0, backorders=1)
        order = placed(product, 2)

        assert race([editing(order, 5), receiving(product, 3)]) == [True, True]
        assert owed(product) == 2


def test_an_order_moved_to_the_front_while_it_is_edited_stands_there_with_its_new_quantity() -> None:
    for _ in range(TURNS):
        product = product_with_stock(quantity=1, backorders=1)
        _, second = placed(product, 2), placed(product, 2)
        assert race([editing(second, 4), moving(second)]) == [True, True]
        line = second.lines.get()
        assert (line.queue_priority, line.ordered) == (-1, 4)


def test_a_card_that_is_charged_while_its_order_is_edited_is_charged_for_what_the_order_then_costs() -> None:
    for _ in range(TURNS):
        order = placed(product_with_stock(quantity=9), method="card")
        race([editing(order, 1), paying(order)])
        line, paid_now = order.lines.get(), order.payments.get()
        assert line.invoiced - line.refunded == wanted(order)
        assert paid_now.captured_amount == line.value_of(line.invoiced)


def test_an_order_whose_card_is_being_charged_is_not_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit_order, "PATIENCE", timedelta(milliseconds=100))
    order = placed(product_with_stock(quantity=9), method="card")
    with payment_claim(order.payments.get().pk, wait=timedelta(seconds=1)):
        assert race([editing(order, 1)]) == [False]
    assert race([editing(order, 1)]) == [True]
