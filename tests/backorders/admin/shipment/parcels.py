"""What the tests of the pages of shipments share."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import Shipment
from backorders.rules.tracking_number import Tracking
from catalog.models import Product
from tests.factories.catalog import default_source, product_with_stock

HERE = "/admin/backorders/shipment/"


def parcels(count: int, *, product: Product | None = None, numbers: tuple[Tracking, ...] = ()) -> list[Shipment]:
    """Return so many parcels, one unit and one order each."""
    of = product or product_with_stock(quantity=count)
    return [_parcel(of, numbers) for _ in range(count)]


def _parcel(product: Product, numbers: tuple[Tracking, ...]) -> Shipment:
    order = place_order(
        lines={product: 1},
        email="ada@example.org",
        customer_name="Ada Brandt",
        payment_method="checkmo",
        by=None,
        now=timezone.now(),
    )
    return ship_order(
        order=order,
        source=default_source(),
        units={order.lines.get(): Decimal(1)},
        key=str(order.pk),
        by=None,
        unpaid_confirmed=True,
        tracking=numbers,
        now=timezone.now(),
    )


def standing(*shipments: Shipment) -> list[str]:
    """Return how they stand now."""
    found = Shipment.objects.in_bulk([each.pk for each in shipments])
    now = [found[each.pk] for each in shipments]
    return ["undone" if each.undone_at else "handed over" if each.handed_over_at else "here" for each in now]


def as_role(client: Client, role: str) -> Client:
    """Return the client, signed in as a member of the role."""
    user = User.objects.create_user(role, is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    client.force_login(user)
    return client


def page_of(shipment: Shipment, page: str = "change") -> str:
    """Return the address of a page of one shipment."""
    return f"{HERE}{shipment.pk}/{page}/"


def problems_of(answer: Any) -> list[str]:
    """Return what a page says it refused."""
    return list(answer.context["problems"])
