"""Orders that wait for their online payment, and those that have waited too long."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from backorders.models import Order, OrderLine, Payment
from backorders.rules.order_status import OrderStatus
from backorders.rules.payment_method import PaymentMethod
from catalog.models import ConfigurationValue, Website
from catalog.rules.check_settings import CHECK_LIFETIME
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.days_before import days_before
from catalog.rules.sales_settings import DELETE_PENDING_AFTER


def unpaid_orders(*, now: datetime) -> Iterator[tuple[int, str]]:
    """Yield (order id, its website's lifetime in words) for the orders whose lifetime has passed, the oldest first.

    An order on hold waits like any other. One that is to be paid by check or money order has a lifetime of its own, in days; where
    something of it was shipped, staff decided to wait. Four queries a website.
    """
    waiting = OrderStatus.PENDING_PAYMENT.value
    for website in Website.objects.order_by("pk"):
        configuration = ConfigurationValue.objects.in_force(website=website)
        orders = Order.objects.filter(Q(status=waiting) | Q(held_from=waiting), website=website)
        orders = orders.order_by("placed_at", "pk")
        minutes, days = configuration.number(DELETE_PENDING_AFTER), configuration.number(CHECK_LIFETIME)
        online = orders.exclude(_paid_offline()).filter(placed_at__lte=now - timedelta(minutes=float(minutes)))
        yield from ((pk, f"{minutes.normalize():f} minutes") for pk in online.values_list("pk", flat=True))
        if (begun := days_before(now, days)) is not None:
            offline = orders.filter(_paid_offline(), placed_at__lte=begun).exclude(_shipped())
            yield from ((pk, f"{days.normalize():f} days") for pk in offline.values_list("pk", flat=True))


def order_to_pay(checkout: uuid.UUID) -> Order | None:
    """Return the order that `checkout` became, when its shopper still has to pay it online; else None."""
    found = Order.objects.filter(checkout=checkout, status=OrderStatus.PENDING_PAYMENT.value)
    return found.exclude(_paid_offline()).first()


def held_until(order: Order, configuration: Configuration) -> datetime:
    """Return when an order that waits for its online payment gives its units back, by the lifetime of its website."""
    return order.placed_at + timedelta(minutes=float(configuration.number(DELETE_PENDING_AFTER)))


def unpaid_checks(email: str, *, website: Website) -> int:
    """Return how many orders of `email` wait for a check or money order."""
    waiting = OrderStatus.PENDING_PAYMENT.value
    orders = Order.objects.filter(Q(status=waiting) | Q(held_from=waiting), website=website, email__iexact=email)
    return orders.filter(_paid_offline()).count()


def _shipped() -> Exists:
    return Exists(OrderLine.objects.filter(order=OuterRef("pk"), shipped__gt=0))


def _paid_offline() -> Exists:
    return Exists(Payment.objects.filter(order=OuterRef("pk"), variant=PaymentMethod.CHECK_MONEY_ORDER))
