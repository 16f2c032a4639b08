"""Orders that have waited too long for their online payment."""

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
    offline = Payment.objects.filter(order=OuterRef("pk"), variant=PaymentMethod.CHECK_MONEY_ORDER)
    for website in Website.objects.order_by("pk"):
        lifetime = ConfigurationValue.objects.in_force(website=website).number(DELETE_PENDING_AFTER)
        begun = now - timedelta(minutes=float(lifetime))
        orders = Order.objects.filter(Q(status=waiting) | Q(held_from=waiting), website=website, placed_at__lte=begun)
        found = orders.exclude(Exists(offline)).order_by("placed_at", "pk").values_list("pk", flat=True)
        yield from ((pk, f"{lifetime.normalize():f}") for pk in found)
