"""The shop that the fuzz attacks: a few rows of most kinds, and everybody who may visit it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from backorders.actions.invoice_order import invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order
from catalog.models import Category, Source
from inventory_site.front_door.content_type import readable_environ
from inventory_site.roles import ROLES
from tests.backorders.checkout_data import CARD
from tests.factories.backorders import CartLineFactory
from tests.factories.catalog import SourceFactory, StockFactory, StoreViewFactory, WebsiteFactory, product_with_stock

ANONYMOUS, SHOPPER, SUPERUSER, NO_ROLE = "anonymous", "shopper with an order", "superuser", "without a role"


def make_shop() -> None:
    """Make orders in every state of life, over three products, two sources and two stocks."""
    few = product_with_stock(quantity=5, sku="FEW", price="9.90", backorders=1, min_qty=-50)
    many = product_with_stock(quantity=500, sku="MANY", price="20.00")
    gone = product_with_stock(quantity=0, sku="NONE")
    category = Category.objects.create(name="Bags", slug="bags")
    category.products.add(few, many, gone)
    StockFactory.create(sources=[SourceFactory.create(), Source.objects.earliest("pk")])
    StoreViewFactory.create(website=WebsiteFactory.create())
    CartLineFactory.create(product=many)
    place_order(lines={few: 30}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())
    place_order(lines={few: 1}, email="ada@example.org", by=None, now=timezone.now())
    for units in (2, 3, 4):
        order = place_order(lines={many: units, few: 1}, email="ada@example.org", by=None, now=timezone.now())
        pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    shipped = Order.objects.latest("pk")
    source = Source.objects.earliest("pk")
    line = shipped.lines.get(sku="MANY")
    ship_order(order=shipped, source=source, units={line: Decimal(2)}, by=None, key="fuzz", now=timezone.now())
    checked = place_order(
        lines={many: 2}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    invoice_order(order=checked, by=None, now=timezone.now())


@dataclass
class Visitor:
    """Somebody with a browser."""

    role: str
    client: Client

    def come(self) -> None:
        """Log in, as somebody who can; staff that the fuzz deleted come back."""
        if self.role in {ANONYMOUS, SHOPPER}:
            return
        user, _ = User.objects.get_or_create(username=self.role[:30])
        user.is_staff = user.is_active = True
        user.is_superuser = self.role == SUPERUSER
        user.save()
        user.groups.set(Group.objects.filter(name=self.role))
        self.client.force_login(user)


def visitors() -> list[Visitor]:
    """Return one of each role."""
    roles = [ANONYMOUS, SHOPPER, NO_ROLE, *(role.name for role in ROLES), SUPERUSER]
    return [Visitor(role, _browser()) for role in roles]


class Served(ClientHandler):
    """As the shop is served: what reads Content-Type before Django stands in front."""

    def __call__(self, environ: dict[str, Any]) -> Any:
        return super().__call__(readable_environ(environ))


def _browser() -> Client:
    client = Client(raise_request_exception=False)
    client.handler = Served(enforce_csrf_checks=False)
    return client
