"""An order by card, and a provider that tells of money that moved outside the shop."""

import itertools
from decimal import Decimal

from django.utils import timezone

from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.record_provider_event import Told, record_provider_event
from backorders.models import Order, OrderLine, Refund
from backorders.queries.promise_differences import payment_differences
from backorders.rules.credit_memo import Refunded
from backorders.rules.payment import ProviderEventKind as Kind
from catalog.models import Product
from tests.backorders.checkout_data import CARD
from tests.factories.catalog import product_with_stock
from tests.soundness import unsound

keys = itertools.count()


def bag_of(quantity: int = 5) -> Product:
    return product_with_stock(quantity=quantity, price=Decimal("10.00"), sku="BAG", name="Bag")


def paid(quantity: int = 2) -> Order:
    order = place_order(lines={bag_of(): quantity}, email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return Order.objects.get(pk=order.pk)


def unpaid() -> Order:
    return place_order(lines={bag_of(): 2}, email="ada@example.org", by=None, now=timezone.now())


def tell(
    order: Order, kind: Kind, amount: str, reference: str = "re_1", *, key: str = "", currency: str = "USD"
) -> Order:
    told = Told(kind, key or f"evt_{next(keys)}", Decimal(amount), currency, reference)
    record_provider_event(payment=order.payments.earliest("pk"), told=told, now=timezone.now())
    return Order.objects.get(pk=order.pk)


def given_back(order: Order) -> Decimal:
    return sum((refund.amount for refund in Refund.objects.filter(payment__order=order)), Decimal(0))


def sound() -> bool:
    return payment_differences() == () and unsound(limit=0) == []


def all_of(order: Order, quantity: int) -> dict[OrderLine, Refunded]:
    return {order.lines.get(): Refunded(Decimal(quantity), return_to_stock=True)}
