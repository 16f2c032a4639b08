"""The page of a new credit memo as staff use it: open, type, Update Qty's, Refund."""

import html
import re
from collections.abc import Mapping
from decimal import Decimal

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order, OrderLine
from catalog.models import Product, Source, SourceItem
from tests.backorders.admin.admin_text import AdminAnswer
from tests.factories.catalog import default_source

CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}
HIDDEN = re.compile(r'<input type="hidden" name="(key|revision|shown)" value="([^"]*)"')


def placed(product: Product, quantity: Decimal | int) -> Order:
    return place_order(
        lines={product: quantity}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def paid(product: Product, quantity: Decimal | int) -> Order:
    order = place_order(lines={product: quantity}, email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return order


def ship(order: Order, units: int, source: Source | None = None) -> None:
    if units:
        given = {order.lines.get(): Decimal(units)}
        ship_order(
            order=order,
            source=source or default_source(),
            units=given,
            key=f"p{units}",
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )


def address(order: Order) -> str:
    return reverse("admin:backorders_order_credit_memo", args=(order.pk,))


def fields(answer: AdminAnswer) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in HIDDEN.findall(answer.content.decode())}


def typed(line: OrderLine, quantity: object, *, back: bool) -> dict[str, str]:
    return {f"q{line.pk}": str(quantity)} | ({f"back{line.pk}": "1"} if back else {})


def updated(client: Client, order: Order, typed: Mapping[str, str]) -> AdminAnswer:
    opened = fields(client.get(address(order)))
    return client.post(address(order), {**opened, **typed, "update": "1"})


def refunded(client: Client, order: Order, typed: Mapping[str, str], seen: AdminAnswer | None = None) -> AdminAnswer:
    """Update Qty's, then press Refund, as staff do; `seen` is what they saw when they have updated already."""
    opened = fields(seen or updated(client, order, typed))
    return client.post(address(order), {**opened, **typed, "refund": "1"}, follow=True)


def shelf_and_salable(product: Product) -> tuple[Decimal, Decimal]:
    item = SourceItem.objects.get(product=product)
    return item.quantity, Product.objects.get(pk=product.pk).salable_quantity()
