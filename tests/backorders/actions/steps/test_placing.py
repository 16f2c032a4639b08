"""The one statement writes what the models would have written, so that a new column cannot be forgotten."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.steps.placing import ordered_line
from backorders.models import Order, OrderLine, Payment
from backorders.rules.address import Address
from catalog.models import Product, Reservation, Stock, StoreView
from catalog.models.reservation import EventType
from catalog.rules.backorder_mode import BackorderMode
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
NOW = timezone.now()
BERLIN = Address("Unter den Linden 1", "Berlin", "10117", "DE", Decimal("52.516300"), Decimal("13.377700"))
# What differs from one order to the next, or is numbered or dated by the database.
UNLIKE: dict[Any, set[str]] = {
    Order: {"id", "number", "checkout", "revision"},
    OrderLine: {"id", "order_id"},
    Payment: {"id", "order_id", "token", "description", "created", "modified"},
    Reservation: {"id", "event_key", "order_number", "created_at", "free_after"},
}


def stored(rows: Any) -> list[dict[str, object]]:
    return [{k: v for k, v in row.items() if k not in UNLIKE[rows.model]} for row in rows.order_by("pk").values()]


def modelled(products: list[Product], **columns: Any) -> Order:
    """Write by the models the order that the test places: 30, 2 and 1 units, all but the last one reserved."""
    order = Order.objects.create(stock=Stock.objects.default(), total=Decimal("1170.00"), currency="USD", **columns)
    line: dict[str, Any] = {"order": order, "mode": BackorderMode.ALLOW_AND_NOTIFY}
    lines = [
        ordered_line(product=products[0], quantity=Decimal(30), is_reserved=True, owed_when_placed=Decimal(5), **line),
        ordered_line(product=products[1], quantity=Decimal(2), is_reserved=True, **line),
        ordered_line(product=products[2], quantity=Decimal(1), is_reserved=False, **line),
    ]
    for each in lines:
        each.save()
    Payment.objects.create(
        order=order,
        variant="card",
        token=str(uuid.uuid4()),
        currency="USD",
        total=order.total,
        description=str(order),
        billing_email=order.email,
    )
    for each, floor in zip(lines[:2], (Decimal(-50), Decimal(-50)), strict=True):
        Reservation.objects.create(
            stock=order.stock,
            product_id=each.held_product_id,
            quantity=-each.ordered,
            floor=floor,
            event_type=EventType.ORDER_PLACED,
            event_key=each.placement_key,
            order_number=order.number,
        )
    return order


def three_products() -> list[Product]:
    policy: dict[str, Any] = {"backorders": 2, "min_qty": -50}
    return [
        product_with_stock(quantity=25, price=Decimal("34.00"), **policy),
        product_with_stock(quantity=25, price=Decimal("50.00"), product_type="virtual", **policy),
        product_with_stock(quantity=0, price=Decimal("50.00"), manage_stock=False, **policy),
    ]


def test_each_column_is_what_the_models_write() -> None:
    products, clerk, view = three_products(), User.objects.create_user("clerk"), StoreView.objects.get(is_default=True)
    buyer: dict[str, Any] = {"email": "ada@example.org", "customer_name": "Ada “B”", "placed_by": clerk}
    expected = modelled(
        products,
        **buyer,
        store_view=view,
        website=view.website,
        customer_group="1",
        placed_at=NOW,
        **vars(BERLIN),
    )
    wanted = {model: stored(model.objects.all()) for model in UNLIKE}
    Reservation.objects.create(
        stock=Stock.objects.default(),
        product=products[0],
        quantity=Decimal(30),
        event_type=EventType.MANUAL_COMPENSATION,
        event_key="as before",
    )
    before = {model: set(model.objects.values_list("pk", flat=True)) for model in UNLIKE}
    placed = place_order(
        lines=dict(zip(products, (30, 2, 1), strict=True)),
        email="ada@example.org",
        customer_name="Ada “B”",
        ship_to=BERLIN,
        website=view.website,
        store_view=view,
        group="1",
        by=clerk,
        now=NOW,
    )
    for model in UNLIKE:
        assert stored(model.objects.exclude(pk__in=before[model])) == wanted[model]
    assert (expected.number, placed.number) == tuple(Order.objects.order_by("pk").values_list("number", flat=True))
    assert placed.payments.get().description == str(placed)
    keys = Reservation.objects.filter(order_number=placed.number).order_by("pk").values_list("event_key", flat=True)
    assert list(keys) == [line.placement_key for line in placed.lines.all()[:2]]
    assert [line.pk for line in placed.lines.order_by("pk")] == sorted(line.pk for line in placed.lines.all())


def test_the_order_returned_is_the_row() -> None:
    """What is told of it at once is what is read of it later."""
    product = three_products()[0]
    placed = place_order(lines={product: 3}, email="ada@example.org", by=None, now=NOW)
    again = Order.objects.get(pk=placed.pk)
    read = {name: value for name, value in vars(again).items() if name not in {"_state", "revision"}}
    assert read == {name: value for name, value in vars(placed).items() if name in read}
    placed.customer_name = "Ada"
    placed.save()
    assert Order.objects.count() == 1


@pytest.mark.parametrize("lines", [1, 30])
def test_an_order_is_read_in_one_statement_and_written_in_one(lines: int) -> None:
    products = [product_with_stock(quantity=9) for _ in range(lines)]
    with CaptureQueriesContext(connection) as captured:
        place_order(lines=dict.fromkeys(products, 1), email="ada@example.org", by=None, now=NOW)
    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert ["INSERT INTO catalog_reservation" in statement for statement in statements] == [False, True]


def test_lines_of_one_order_are_promised_in_the_order_of_their_levels() -> None:
    """Two orders of the same products in turned order would wait for each other."""
    first, second = product_with_stock(quantity=9), product_with_stock(quantity=9)
    place_order(lines=[(second, 1), (first, 1), (second, 2)], email="ada@example.org", by=None, now=NOW)
    promised = Reservation.objects.order_by("pk").values_list("product_id", "quantity")
    assert list(promised) == [(first.pk, -1), (second.pk, -1), (second.pk, -2)]
    assert list(OrderLine.objects.order_by("pk").values_list("product_id", "ordered")) == [
        (second.pk, 1),
        (first.pk, 1),
        (second.pk, 2),
    ]
