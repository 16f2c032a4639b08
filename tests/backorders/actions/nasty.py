"""What no form would send, as Hypothesis makes it up, and a shop to send it to."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from hypothesis import strategies as st

from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import Errand, Notification, Order, OrderLine, Payment, Refund, Shipment
from catalog.models import Category, CustomerGroup, Product, Source, Stock, StoreView, Website
from tests.factories.catalog import (
    ProductFactory,
    SourceFactory,
    StockFactory,
    StoreViewFactory,
    WebsiteFactory,
    default_source,
    default_website,
    expected_supply,
    product_with_stock,
)

QUANTITIES: tuple[Any, ...] = (
    *(
        Decimal(text)
        for text in ("NaN", "Infinity", "-Infinity", "-1", "0", "1e30", "1e-30", "0.00001", "1.5", "1.00004")
    ),
    *(Decimal(text) for text in ("1", "2", "99999999.9999", "100000000", "-99999999.9999", "-0")),
    0.1,
    True,
)
TEXTS = ("", "x", "a\0b", "\ud800", "x" * 5000, "\x1b[31m\r\n", "\N{RIGHT-TO-LEFT OVERRIDE}y", "'; DROP TABLE x; --")

quantities: st.SearchStrategy[Any] = st.sampled_from(QUANTITIES) | st.decimals(places=4, allow_nan=True)
texts: st.SearchStrategy[str] = st.sampled_from(TEXTS) | st.text(max_size=20)


@dataclass(frozen=True)
class Shop:
    """Rows of every kind by whether they are there: fresh, stale, deleted, never saved, or another's."""

    orders: tuple[Order, ...]
    lines: tuple[OrderLine, ...]
    products: tuple[Product, ...]
    sources: tuple[Source, ...]
    stocks: tuple[Stock, ...]
    websites: tuple[Website, ...]
    store_views: tuple[StoreView, ...]
    groups: tuple[CustomerGroup, ...]
    payments: tuple[Payment, ...]
    shipments: tuple[Shipment, ...]
    refunds: tuple[Refund, ...]
    rows: tuple[Notification | Errand, ...]
    people: tuple[User, ...]


def nasty_shop() -> Shop:
    """Return a small shop with open orders, and rows that are gone."""
    bag, tube = product_with_stock(quantity=9), product_with_stock(quantity=9, backorders=1, min_qty=-5)
    parent = ProductFactory.create(product_type="configurable")
    orders = [_order({bag: 2, tube: 3}), _order({tube: 4}), _order({bag: 1})]
    invoice_order(order=orders[1], by=None, now=timezone.now())
    shipment = ship_order(
        order=orders[1],
        source=default_source(),
        units={orders[1].lines.get(): Decimal(1)},
        key="first",
        by=None,
        now=timezone.now(),
    )
    expected_supply(bag, 40)
    Category.objects.create(path="Above", name="Above", slug="above")
    Category.objects.create(path="Above/Below", name="Below", slug="below")
    disabled = SourceFactory.create(is_enabled=True)
    Source.objects.filter(pk=disabled.pk).update(is_enabled=False)
    return Shop(
        orders=(*orders, Order(pk=10**9, checkout=uuid.uuid4()), Order()),
        lines=tuple(OrderLine.objects.order_by("pk")),
        products=(bag, tube, parent, _gone(ProductFactory.create()), Product(sku="NEW", slug="new")),
        sources=(default_source(), disabled, _gone(SourceFactory.create()), Source()),
        stocks=(Stock.objects.default(), StockFactory.create(), _gone(StockFactory.create()), Stock(name="")),
        websites=(default_website(), WebsiteFactory.create(), _gone(WebsiteFactory.create()), Website()),
        store_views=(StoreViewFactory.create(), _gone(StoreViewFactory.create()), StoreView()),
        groups=(*CustomerGroup.objects.all(), CustomerGroup(name="x" * 300), CustomerGroup(pk=10**9, code="1")),
        payments=(*Payment.objects.order_by("pk"), Payment()),
        shipments=(shipment, Shipment(pk=10**9, order_id=10**9)),
        refunds=(Refund(pk=10**9, payment=Payment.objects.order_by("pk")[0]),),
        rows=(*Notification.objects.order_by("pk"), Notification(pk=10**9), Errand(pk=10**9)),
        people=(User.objects.create(username="here"), User(pk=10**9, username="gone"), User()),
    )


def _order(lines: dict[Product, int]) -> Order:
    return place_order(lines=lines, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())


def _gone(row: Any) -> Any:
    """Return the row as somebody holds it who read it before it was deleted."""
    type(row).objects.filter(pk=row.pk).delete()
    return row


def one_of(rows: Callable[[Shop], tuple[Any, ...]]) -> Callable[[st.DataObject, Shop], Any]:
    """Return the strategy that draws one of the rows."""
    return lambda data, shop: data.draw(st.sampled_from(rows(shop)))
