"""What the demo's shop did before it was opened: orders that waited, deliveries that served them, parcels that left.

So that charts and reports have weeks to tell of. Nothing of it is open any more, and the shelves hold what they held.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from operator import itemgetter

import pgtrigger
from django.apps import apps
from django.db import transaction
from django.db.models import Max, Model

from backorders.actions.cancel_order import cancel_order
from backorders.actions.hand_over import hand_over
from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.ship_order import ship_order
from backorders.models import Notification, Order
from backorders.rules.address import Address
from backorders.rules.payment import PaymentMethod
from catalog.models import Product, Source
from catalog.models.source import DEFAULT_SOURCE_CODE

# Whatever says when something happened, because it was written then.
DATED = {
    "Reservation": "created_at",
    "SourceItemEvent": "pgh_created_at",
    "StockItemEvent": "pgh_created_at",
    "ConfigurationValueEvent": "pgh_created_at",
    "SourceEvent": "pgh_created_at",
    "StockSourceLinkEvent": "pgh_created_at",
}
# The shop was there before the first of its orders.
OPENED = timedelta(days=60)


@contextmanager
def dated(at: datetime) -> Iterator[None]:
    """Let the ledger and the history say that what is written in this block happened `at`. For made-up shops alone."""
    models: dict[type[Model], str] = {apps.get_model("catalog", name): column for name, column in DATED.items()}
    before = {model: _last(model) for model in models}
    with transaction.atomic():
        yield
        with pgtrigger.ignore("catalog.Reservation:append_only"):
            for model, column in models.items():
                model._default_manager.filter(pk__gt=before[model]).update(**{column: at})  # noqa: SLF001  Django's API


def opened(at: datetime) -> None:
    """Let the sources and stocks that every installation begins with have been there since `at`. For made-up shops alone."""
    for name in ("SourceEvent", "StockSourceLinkEvent"):
        apps.get_model("catalog", name)._default_manager.filter(pgh_created_at__gt=at).update(pgh_created_at=at)  # noqa: SLF001  Django's API


def _last(model: type[Model]) -> int:
    return model._default_manager.aggregate(last=Max("pk"))["last"] or 0  # noqa: SLF001  Django's API


@dataclass(frozen=True)
class _Sale:
    """An order of `units` so many `days` ago, that came `came` days ago and left. `canceled` units of it were given up then."""

    name: str
    sku: str
    units: int
    days: int
    came: int
    canceled: int = 0


# Each product's deliveries come in the order of its orders, so that each serves the one it is for.
SALES = (
    _Sale("Ines Moreau", "QG-122", 7, 44, 36),
    _Sale("Karim Haddad", "QG-111-Slate", 3, 42, 34),
    _Sale("Grace Kim", "QG-122", 5, 40, 31),
    _Sale("Hugo Abbott", "QG-111-Slate", 4, 37, 28),
    _Sale("Eva Fischer", "QG-122", 8, 33, 22),
    _Sale("Jun Ito", "QG-111-Slate", 5, 30, 23),
    _Sale("Dario Garcia", "QG-122", 6, 27, 16, canceled=2),
    _Sale("Cleo Dubois", "QG-111-Slate", 3, 25, 17),
    _Sale("Femi Evans", "QG-122", 9, 20, 9),
    _Sale("Ben Kowal", "QG-111-Slate", 6, 18, 8),
    _Sale("Ada Haas", "QG-122", 7, 13, 4),
    _Sale("Karim Bauer", "QG-111-Slate", 4, 11, 5),
    _Sale("Ines Chen", "QG-111-Slate", 3, 7, 2),
)
HOME = Address("12 Harbor Street", "Portland, ME", "04101", "US", Decimal("43.6591"), Decimal("-70.2568"))
HOUR = timedelta(hours=1)


@transaction.atomic
def load_demo_history(*, now: datetime) -> int:
    """Load the orders of the weeks before `now`, and return how many; none where they were loaded before. All or none.

    Their mails are not kept: they would be sent today.
    """
    products = Product.objects.in_bulk([sale.sku for sale in SALES], field_name="sku")
    if len(products) < len({sale.sku for sale in SALES}) or Order.objects.filter(email=_email(SALES[0])).exists():
        return 0
    mails, placed = _last(Notification), dict[_Sale, Order]()
    steps = [(now - timedelta(days=sale.days), sale, True) for sale in SALES]
    steps += [(now - timedelta(days=sale.came) + HOUR, sale, False) for sale in SALES]
    for at, sale, is_placed in sorted(steps, key=itemgetter(0)):
        with dated(at):
            if is_placed:
                placed[sale] = _order(sale, products[sale.sku], at)
            else:
                _serve(sale, placed[sale], products[sale.sku], at)
    Notification.objects.filter(pk__gt=mails).delete()
    return len(placed)


def _email(sale: _Sale) -> str:
    return f"{sale.name.replace(' ', '.').lower()}@example.org"


def _order(sale: _Sale, product: Product, at: datetime) -> Order:
    order = place_order(
        lines={product: sale.units},
        email=_email(sale),
        customer_name=sale.name,
        ship_to=HOME,
        payment_method=PaymentMethod.CHECK_MONEY_ORDER,
        by=None,
        now=at,
    )
    if not sale.canceled:
        return invoice_order(order=order, by=None, now=at)
    return order


def _serve(sale: _Sale, order: Order, product: Product, at: datetime) -> None:
    source = Source.objects.get(code=DEFAULT_SOURCE_CODE)
    line = order.lines.get()
    if sale.canceled:
        cancel_order(order=order, units={line: Decimal(sale.canceled)}, by=None, now=at)
        invoice_order(order=order, by=None, now=at)
    left = Decimal(sale.units - sale.canceled)
    receive_delivery(product, source=source, quantity=left, by=None, now=at)
    units = {line: left}
    parcel = ship_order(order=order, source=source, units=units, key=f"demo {order.number}", by=None, now=at)
    hand_over(shipment=parcel, by=None, now=at)
