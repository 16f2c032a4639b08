"""Orders made, paid and edited in one line, and what must hold after each edit."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils import timezone

from backorders.actions.edit_order import edit_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from backorders.queries.promise_differences import payment_differences, promise_differences
from catalog.models import Product
from tests.catalog.models.recomputed import kept_levels, recomputed_levels

CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}


def placed(product: Product, quantity: int = 3, *, method: str = "checkmo") -> Order:
    """Return an order that is not paid."""
    return place_order(
        lines={product: quantity}, email="ada@example.org", payment_method=method, by=None, now=timezone.now()
    )


def paid(product: Product, quantity: int = 3) -> Order:
    """Return an order that was paid by card."""
    order = placed(product, quantity, method="card")
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    order.refresh_from_db()
    return order


def edited(
    order: Order,
    quantity: int | Decimal,
    *,
    added: Mapping[Product, Decimal] | None = None,
    key: str = "",
    revision: int | None = None,
) -> Order:
    """Edit the first line of the order to the net `quantity`."""
    line = order.lines.order_by("pk")[0]
    return edit_order(
        order=order,
        units={line: Decimal(quantity)},
        added=added,
        by=None,
        key=key,
        revision=revision,
        now=timezone.now(),
    )


def quantities(order: Order) -> list[tuple[Decimal, ...]]:
    """Return (ordered, invoiced, canceled, refunded) of each line."""
    return list(order.lines.order_by("pk").values_list("ordered", "invoiced", "canceled", "refunded"))


def nothing_differs() -> bool:
    """Whether ledger, money and levels are what the orders say."""
    return (promise_differences(), payment_differences(), kept_levels()) == ((), (), recomputed_levels())
