"""Virtual units: delivered when paid for as far as the queue has some, and by Deliver when stock arrives."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.deliver_order import CannotDeliver, deliver_order
from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.models import Order
from catalog.models import Product
from tests.factories.catalog import default_source, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db


def gift(quantity: int) -> Product:
    return product_with_stock(quantity=quantity, sku="GIFT", product_type="virtual", backorders=1)


def paid(product: Product, quantity: int) -> Order:
    order = place_order(
        lines={product: quantity}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    return invoice_order(order=order, by=None, now=timezone.now())


def receive(product: Product, quantity: int) -> None:
    receive_delivery(product, source=default_source(), quantity=Decimal(quantity), by=None, now=timezone.now())


def delivered(order: Order) -> Decimal:
    return order.lines.get().shipped


def test_owed_units_are_delivered_when_stock_arrives() -> None:
    product = gift(3)
    order = paid(product, 5)
    assert delivered(order) == 3
    receive(product, 9)
    order = deliver_order(order=order, by=None, now=timezone.now())
    assert (delivered(order), order.status, order.events.last().text) == (5, "complete", "Delivered 2 of GIFT.")  # type: ignore[union-attr]  # there is one
    assert (product.stock_level().on_hand, product.stock_level().reserved, unsound(limit=None)) == (7, 0, [])


def test_units_come_as_they_arrive() -> None:
    product = gift(0)
    order = paid(product, 5)
    for arrived in (1, 2, 9):
        receive(product, arrived)
        deliver_order(order=order, by=None, now=timezone.now())
    assert (delivered(order), product.stock_level().on_hand, unsound(limit=None)) == (5, 7, [])


def test_who_pays_first_does_not_overtake_the_queue() -> None:
    product = gift(3)
    first = place_order(
        lines={product: 3}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    second = paid(product, 2)
    assert delivered(second) == 0
    with pytest.raises(CannotDeliver, match="2 owed"):
        deliver_order(order=second, by=None, now=timezone.now())
    invoice_order(order=first, by=None, now=timezone.now())
    assert (delivered(first), unsound(limit=None)) == (3, [])


def test_nothing_is_delivered_twice_on_hold_or_before_it_is_paid_for() -> None:
    product = gift(3)
    done, held = paid(product, 1), paid(product, 4)
    unpaid = place_order(
        lines={product: 1}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    hold_order(order=held, by=None, now=timezone.now())
    receive(product, 9)
    for order, why in ((done, "is Complete"), (held, "is On Hold"), (unpaid, "Nothing of this order is left")):
        with pytest.raises(CannotDeliver, match=why):
            deliver_order(order=order, by=None, now=timezone.now())
    assert [delivered(order) for order in (done, held, unpaid)] == [1, 2, 0]


def test_deliver_is_offered_while_paid_units_are_owed(admin_client: Client) -> None:
    product = gift(3)
    order = paid(product, 5)
    view, deliver = (reverse(f"admin:backorders_order_{page}", args=(order.pk,)) for page in ("change", "deliver"))
    assert deliver in admin_client.get(view).content.decode()
    assert "Nothing can be delivered yet: 2 owed." in admin_client.post(deliver, follow=True).content.decode()
    receive(product, 2)
    page = admin_client.post(deliver, follow=True).content.decode()
    assert ("The units have been delivered." in page, f'action="{deliver}"' in page) == (True, False)
