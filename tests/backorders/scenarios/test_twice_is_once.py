"""B01: what is sent twice is done once."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.models import CartLine, Order, QueuePlace
from backorders.rules.order_status import OrderStatus
from catalog.forms.once import AGAIN
from catalog.models import Product, SourceItem, Stock
from tests.backorders.admin.admin_text import admin_text
from tests.concurrency.race import race
from tests.factories.catalog import default_source, product_with_stock
from tests.page_text import page_text


def owed_by(*orders: Order) -> list[int]:
    return [int(QueuePlace.objects.get(line__order=order).owed) for order in orders]


def waiting() -> tuple[Product, Order, Order]:
    bag = product_with_stock(quantity=0, backorders=1, sku="BAG")
    first, second = (
        place_order(lines={bag: 5}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())
        for _ in range(2)
    )
    return bag, first, second


def desk(bag: Product) -> str:
    return reverse("admin:backorders_backorder_product", args=(Stock.objects.default().pk, bag.pk))


def delivery(units: int = 5) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "source": str(default_source().pk), "quantity": str(units)}


def on_hand(bag: Product) -> int:
    return int(SourceItem.objects.get(product=bag).quantity)


@pytest.mark.django_db(transaction=True)
def test_b01_a_delivery_that_is_clicked_twice_is_booked_once(admin_client: Client) -> None:
    bag, first, second = waiting()
    sent, other = delivery(), Client()
    other.cookies = admin_client.cookies
    answers = race([lambda: admin_client.post(desk(bag), sent), lambda: other.post(desk(bag), sent)])
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (on_hand(bag), owed_by(first, second)) == (5, [0, 5])


@pytest.mark.django_db
def test_b01_a_delivery_that_is_sent_again_is_booked_once_and_gets_the_same_answer(admin_client: Client) -> None:
    bag, first, second = waiting()
    sent = delivery()
    admin_client.post(desk(bag), sent, follow=True)
    for _ in range(2):
        text = admin_text(admin_client.post(desk(bag), sent, follow=True))
        assert AGAIN in text
        assert f"5 units received at Default Source. Covered now: #{first.number} (5)." in text
    assert (on_hand(bag), owed_by(first, second)) == (5, [0, 5])


@pytest.mark.django_db
def test_a_refused_delivery_uses_up_nothing(admin_client: Client) -> None:
    bag, *_ = waiting()
    sent = delivery()
    assert admin_client.post(desk(bag), sent | {"quantity": "-1"}).status_code == 400
    assert admin_client.post(desk(bag), sent).status_code == 302
    assert on_hand(bag) == 5


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"quantity": "7"}, {"key": ""}])
def test_what_can_not_be_done_unasked_is_shown_as_typed_and_done_when_confirmed(
    admin_client: Client, change: dict[str, str]
) -> None:
    bag, *_ = waiting()
    sent = delivery()
    admin_client.post(desk(bag), sent)
    asked = admin_client.post(desk(bag), sent | change)
    assert (asked.status_code, on_hand(bag)) == (409, 5)
    fields = dict(asked.context["asked"].fields)
    admin_client.post(asked.context["asked"].address, fields)
    assert on_hand(bag) == 5 + int(fields["quantity"])


@pytest.mark.django_db
def test_a_key_that_is_sent_by_somebody_else_asks(admin_client: Client, django_user_model: Any) -> None:
    bag, *_ = waiting()
    sent, other = delivery(), Client()
    admin_client.post(desk(bag), sent)
    other.force_login(django_user_model.objects.create_superuser("ben"))
    assert (other.post(desk(bag), sent).status_code, on_hand(bag)) == (409, 5)


@pytest.mark.django_db
def test_a_delivery_with_a_key_is_booked_once_from_a_program_too() -> None:
    bag, first, second = waiting()
    received = [
        receive_delivery(
            bag, source=default_source(), quantity=bag.price * 0 + 5, by=None, key="ASN-1", now=timezone.now()
        )
        for _ in range(2)
    ]
    assert [len(each.served) for each in received] == [1, 0]
    assert (on_hand(bag), owed_by(first, second)) == (5, [0, 5])


@pytest.mark.django_db
def test_a_box_that_is_added_twice_lies_in_the_cart_once_and_the_twin_knows_the_cart() -> None:
    product = product_with_stock(quantity=9)
    sent = {"key": str(uuid.uuid4()), "product": str(product.pk), "quantity": "2"}
    for browser in (Client(), Client()):  # the answer to the first click, cookie and all, was thrown away
        browser.post("/cart/add/", sent)
        assert product.name in page_text(browser.get("/cart/"))
    assert CartLine.objects.get().quantity == 2


@pytest.mark.django_db
def test_a_shopper_whose_form_brings_no_key_is_asked_in_the_shop(client: Client) -> None:
    bag, tin = product_with_stock(quantity=9), product_with_stock(quantity=9)
    # Who brings no cookie yet has nothing that it could be done twice to (docs/decisions/0082).
    assert client.post("/cart/add/", {"key": "", "product": str(bag.pk), "quantity": "2"}).status_code == 302
    answer = client.post("/cart/add/", {"key": "", "product": str(tin.pk), "quantity": "2"})
    assert (answer.status_code, CartLine.objects.get().product) == (409, bag)
    assert "Nothing has been done yet" in page_text(answer)


@pytest.mark.django_db
def test_orders_that_are_held_once_stay_released_when_the_form_comes_again(admin_client: Client) -> None:
    _, first, second = waiting()
    grid = reverse("admin:backorders_order_changelist")
    sent = {"key": str(uuid.uuid4()), "action": "hold_orders", "_selected_action": [str(first.pk), str(second.pk)]}
    admin_client.post(grid, sent)
    admin_client.post(reverse("admin:backorders_order_unhold", args=(first.pk,)))
    assert "2 orders were put on hold." in admin_text(admin_client.post(grid, sent, follow=True))
    held = [Order.objects.get(pk=order.pk).status == OrderStatus.ON_HOLD for order in (first, second)]
    assert held == [False, True]
