"""Orders that wait for their online payment, and those that have waited too long."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from backorders.models import Order, Payment
from backorders.rules.order_status import OrderStatus
from backorders.rules.payment_method import PaymentMethod
from catalog.models import ConfigurationValue, Website
from catalog.rules.configuration import DELETE_PENDING_AFTER


def unpaid_orders(*, now: datetime) -> Iterator[tuple[int, str]]:
    """Yield (order id, its website's lifetime in minutes) for the orders whose lifetime has passed, the oldest first.

    An order on hold waits like any other. One that is to be paid by check or money order has no lifetime. Three queries a website.
    """
    waiting = OrderStatus.PENDING_PAYMENT.value
    for website in Website.objects.order_by("pk"):
        lifetime = ConfigurationValue.objects.in_force(website=website).number(DELETE_PENDING_AFTER)
        begun = now - timedelta(minutes=float(lifetime))
        orders = Order.objects.filter(Q(status=waiting) | Q(held_from=waiting), website=website, placed_at__lte=begun)
        found = orders.exclude(_paid_offline()).order_by("placed_at", "pk").values_list("pk", flat=True)
        yield from ((pk, f"{lifetime.normalize():f}") for pk in found)


def order_to_pay(checkout: uuid.UUID) -> Order | None:
    """Return the order that `checkout` became, when its shopper still has to pay it online; else None."""
    found = Order.objects.filter(checkout=checkout, status=OrderStatus.PENDING_PAYMENT.value)
    return found.exclude(_paid_offline()).first()


def held_until(order: Order) -> datetime:
    """Return when an unpaid order gives its units back, by the lifetime of its website."""
    lifetime = ConfigurationValue.objects.in_force(website=order.website).number(DELETE_PENDING_AFTER)
    return order.placed_at + timedelta(minutes=float(lifetime))


def _paid_offline() -> Exists:
    return Exists(Payment.objects.filter(order=OuterRef("pk"), variant=PaymentMethod.CHECK_MONEY_ORDER))
