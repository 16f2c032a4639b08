"""An unpaid order ships only when staff say so, and its money can be collected afterwards, whatever was done first (B06)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.edit_order import edit_order
from backorders.actions.expire_payments import expire_payments
from backorders.actions.hold_order import hold_order, unhold_order
from backorders.actions.invoice_order import CannotInvoice, invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import Unpaid, ship_order
from backorders.models import Order, Payment, Shipment
from backorders.queries.order_money import money_due
from backorders.queries.promise_differences import payment_differences
from catalog.models import Product, SourceItem
from tests.backorders.checkout_data import CARD, REFUSED_CARD
from tests.backorders.shipping import address, boxes
from tests.backorders.shipping import page_text as staff_text
from tests.factories.catalog import default_source, product_with_stock
from tests.page_text import page_text
from tests.soundness import unsound

pytestmark = pytest.mark.django_db
NOTHING_PAID = "Nothing has been paid for this order (USD 20.00)."


@pytest.fixture
def bag() -> Product:
    return product_with_stock(quantity=5, price=Decimal("10.00"), sku="BAG", name="Bag")


def placed(bag: Product, quantity: int = 2, method: str = "card") -> Order:
    return place_order(
        lines={bag: quantity}, email="ada@example.org", payment_method=method, by=None, now=timezone.now()
    )


def ship(order: Order, quantity: int, by: User | None = None, **more: Any) -> Shipment:
    units = {order.lines.get(): Decimal(quantity)}
    return ship_order(
        order=order, source=default_source(), units=units, key=f"{quantity}", by=by, **more, now=timezone.now()
    )


def pay(order: Order, card: dict[str, str] = CARD) -> tuple[str, Decimal]:
    pay_order(payment=order.payments.filter(variant="card").latest("pk"), details=card, now=timezone.now())
    order.refresh_from_db()
    return order.status, sum((payment.captured_amount for payment in order.payments.all()), Decimal(0))


@pytest.mark.parametrize("method", ["card", "checkmo"])
def test_b06_nothing_leaves_unpaid_without_a_word(bag: Product, method: str) -> None:
    order = placed(bag, method=method)
    with pytest.raises(Unpaid) as refused:
        ship(order, 2)
    assert refused.value.problems == (f"{NOTHING_PAID} Confirm that it ships all the same.",)
    assert (SourceItem.objects.get().quantity, order.shipments.count(), order.events.count()) == (5, 0, 0)


def test_b06_history_keeps_who_confirmed(bag: Product) -> None:
    order, staff = placed(bag), User.objects.create(username="ship")
    parcel = ship(order, 2, by=staff, unpaid_confirmed=True)
    assert ship(order, 2, by=staff) == parcel  # sent twice
    event = order.events.get()
    assert event.text == f"Shipped 2 of BAG from Default Source as #{parcel.number}. {NOTHING_PAID} Confirmed."
    assert event.by == staff


def test_b06_what_is_paid_for_ships_without_a_question(bag: Product) -> None:
    order = placed(bag)
    pay(order)
    edit_order(order=order, units={order.lines.get(): Decimal(3)}, by=None, now=timezone.now())
    ship_order(
        order=order,
        source=default_source(),
        units={order.lines.order_by("pk")[0]: Decimal(2)},
        key="paid",
        by=None,
        now=timezone.now(),
    )
    order.refresh_from_db()
    rest = {line: line.open for line in order.lines.all() if line.open}
    with pytest.raises(Unpaid, match=r"USD 10\.00 of this order has not been paid\."):
        ship_order(order=order, source=default_source(), units=rest, key="unpaid", by=None, now=timezone.now())


def test_b06_the_ship_pages_warn_and_ask(bag: Product, admin_client: Client) -> None:
    order = placed(bag)
    assert NOTHING_PAID in staff_text(admin_client.get(address("source_selection", order)))
    page = admin_client.get(address("ship", order))
    assert f"{NOTHING_PAID} Ship it all the same?" in staff_text(page)
    assert 'name="unpaid_confirmed" value="1" >' in page.content.decode()
    data = {"key": "0b6f5f4e-7f6c-4b6c-9a53-6f2f6b8a4a11", "source": str(default_source().pk), **boxes(order, 2)}
    refused = admin_client.post(address("ship", order), data)
    assert (refused.status_code, order.shipments.count()) == (400, 0)
    for _ in range(2):
        answer = admin_client.post(address("ship", order), data | {"unpaid_confirmed": "1"}, follow=True)
        assert "The shipment has been created." in staff_text(answer)
    assert (order.shipments.count(), SourceItem.objects.get().quantity) == (1, 3)


def cancel_one(order: Order) -> None:
    cancel_order(order=order, units={order.lines.get(): Decimal(1)}, by=None, now=timezone.now())


def raise_by_one(order: Order) -> None:
    edit_order(order=order, units={order.lines.get(): Decimal(3)}, by=None, now=timezone.now())


def hold(order: Order) -> None:
    hold_order(order=order, by=None, now=timezone.now())


def release(order: Order) -> None:
    unhold_order(order=order, by=None, now=timezone.now())


def ship_one(order: Order) -> None:
    ship(order, 1, unpaid_confirmed=True)


def ship_all(order: Order) -> None:
    ship(order, int(order.lines.get().open), unpaid_confirmed=True)


def refuse(order: Order) -> None:
    pay(order, REFUSED_CARD)


def expire(order: Order) -> None:
    assert expire_payments(now=order.placed_at + timedelta(days=30)) == 0


HISTORIES: list[tuple[list[Callable[[Order], None]], str]] = [
    ([ship_all], "20.00"),
    ([ship_one], "20.00"),
    ([ship_one, hold], "20.00"),
    ([hold, release, ship_all], "20.00"),
    ([ship_one, cancel_one], "10.00"),
    ([cancel_one, ship_all], "10.00"),
    ([ship_one, raise_by_one], "30.00"),
    ([raise_by_one, ship_all, expire], "30.00"),
    ([ship_one, expire], "20.00"),
    ([ship_all, refuse], "20.00"),
    ([ship_one, refuse, refuse, cancel_one], "10.00"),
    ([ship_one, hold, refuse, release], "20.00"),
]


def named(part: object) -> str:
    return "-".join(step.__name__ for step in part) if isinstance(part, list) else str(part)


@pytest.mark.parametrize(("history", "due"), HISTORIES, ids=named)
def test_b06_the_shopper_can_pay_whatever_was_done_first(
    bag: Product, client: Client, history: list[Callable[[Order], None]], due: str
) -> None:
    order = placed(bag)
    for step in history:
        step(Order.objects.get(pk=order.pk))
    assert money_due(order) == Decimal(due)
    page = client.get(f"/orders/{order.checkout}/")
    assert f"Pay ${due}" in page_text(page)
    for _ in range(2):
        client.post(f"/orders/{order.checkout}/", CARD)
    assert sum(payment.captured_amount for payment in order.payments.all()) == Decimal(due)
    assert money_due(order) == 0
    assert "Pay $" not in page_text(client.get(f"/orders/{order.checkout}/"))
    assert (unsound(limit=0), payment_differences()) == ([], ())


@pytest.mark.parametrize(("history", "due"), [each for each in HISTORIES if each[0][-1] is not hold], ids=named)
def test_b06_staff_can_take_the_money_by_hand_whatever_was_done_first(
    bag: Product, client: Client, history: list[Callable[[Order], None]], due: str
) -> None:
    order = placed(bag)
    for step in history:
        step(Order.objects.get(pk=order.pk))
    invoice_order(order=order, by=None, now=timezone.now())
    assert sum(payment.captured_amount for payment in order.payments.all()) == Decimal(due)
    assert "Pay $" not in page_text(client.get(f"/orders/{order.checkout}/"))
    pay(order)  # an old tab
    assert sum(payment.captured_amount for payment in order.payments.all()) == Decimal(due)
    assert (money_due(order), payment_differences(), unsound(limit=0)) == (0, (), [])


def test_b06_shipped_and_paid_is_complete(bag: Product) -> None:
    order = placed(bag)
    ship_all(order)
    assert Order.objects.get().status == "processing"
    assert pay(order) == ("complete", Decimal(20))


def test_b06_a_part_taken_by_hand_leaves_the_rest_to_the_card(bag: Product, client: Client) -> None:
    order = placed(bag)
    ship_all(order)
    invoice_order(order=order, units={order.lines.get(): Decimal(1)}, by=None, now=timezone.now())
    assert "Pay $10.00" in page_text(client.get(f"/orders/{order.checkout}/"))
    assert pay(order) == ("complete", Decimal(20))
    assert [(p.variant, p.captured_amount) for p in order.payments.order_by("pk")] == [("card", 10), ("checkmo", 10)]


def test_b06_a_card_that_is_paid_is_not_taken_by_hand_again(bag: Product) -> None:
    order = placed(bag)
    pay(order)
    edit_order(order=order, units={order.lines.get(): Decimal(3)}, by=None, now=timezone.now())
    invoice_order(order=order, by=None, now=timezone.now())
    with pytest.raises(CannotInvoice):
        invoice_order(order=order, by=None, now=timezone.now())
    assert Payment.objects.filter(variant="checkmo").get().captured_amount == 10


def test_b06_the_invoice_page_says_that_a_card_was_waited_for(bag: Product, admin_client: Client) -> None:
    order = placed(bag)
    ship_all(order)
    assert "Invoice" in staff_text(admin_client.get(address("change", order)))
    page = staff_text(admin_client.get(address("invoice", order)))
    assert "This order was to be paid by credit card." in page
    answer = admin_client.post(address("invoice", order), boxes(order, 2), follow=True)
    assert "The invoice has been created." in staff_text(answer)
    assert Order.objects.get().status == "complete"
