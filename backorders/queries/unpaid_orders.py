"""Orders that wait for their online payment, and those that have waited too long."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from backorders.models import Notification, Order, OrderLine, Payment
from backorders.rules.check_reminder import reminded_when_placed
from backorders.rules.order_status import OrderStatus
from backorders.rules.payment_method import PaymentMethod
from catalog.models import ConfigurationValue, Website
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.sales_settings import CHECK_LIFETIME, CHECK_REMINDER, DELETE_PENDING_AFTER, days_before

# With the order's id, the occasion of the reminder: once an order.
REMINDED = "check_reminder:"


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


def checks_to_remind(*, now: datetime) -> Iterator[int]:
    """Yield the ids of unpaid check orders whose shopper is to be reminded and was not yet. Two queries a website."""
    waiting = OrderStatus.PENDING_PAYMENT.value
    key = Concat(Value(REMINDED), Cast(OuterRef("pk"), CharField()))
    for website in Website.objects.order_by("pk"):
        configuration = ConfigurationValue.objects.in_force(website=website)
        placed = reminded_when_placed(
            now=now, lifetime=configuration.number(CHECK_LIFETIME), days=configuration.number(CHECK_REMINDER)
        )
        if placed is None:
            continue
        orders = Order.objects.filter(Q(status=waiting) | Q(held_from=waiting), website=website)
        orders = orders.filter(_paid_offline(), placed_at__lte=placed.until).exclude(_shipped())
        if placed.after is not None:
            orders = orders.filter(placed_at__gt=placed.after)
        told = Exists(Notification.objects.filter(key=key))
        yield from orders.exclude(told).order_by("placed_at", "pk").values_list("pk", flat=True)


def order_to_pay(checkout: uuid.UUID) -> Order | None:
    """Return the order that `checkout` became, when its shopper still has to pay it online; else None."""
    found = Order.objects.filter(checkout=checkout, status=OrderStatus.PENDING_PAYMENT.value)
    return found.exclude(_paid_offline()).first()


def held_until(order: Order, configuration: Configuration) -> datetime:
    """Return when an order that waits for its online payment gives its units back, by the lifetime of its website."""
    return order.placed_at + timedelta(minutes=float(configuration.number(DELETE_PENDING_AFTER)))


@dataclass(frozen=True)
class UnpaidChecks:
    """How many orders of an e-mail address, and of a network address, wait for their check or money order."""

    of_email: int
    of_network: int


def unpaid_checks(order: Order) -> UnpaidChecks:
    """Return what waits on its website beside `order`, which is not written yet; another click of its checkout is no other order.

    An address is the same in any letter case. One query.
    """
    waiting = OrderStatus.PENDING_PAYMENT.value
    same_email, same_network = Q(email__iexact=order.email), Q(network=order.network)
    orders = Order.objects.filter(same_email | same_network, Q(status=waiting) | Q(held_from=waiting))
    orders = orders.filter(_paid_offline(), website=order.website_id).exclude(checkout=order.checkout).order_by()
    counts = orders.aggregate(of_email=Count("pk", filter=same_email), of_network=Count("pk", filter=same_network))
    return UnpaidChecks(**counts)


def _shipped() -> Exists:
    return Exists(OrderLine.objects.filter(order=OuterRef("pk"), shipped__gt=0))


def _paid_offline() -> Exists:
    return Exists(Payment.objects.filter(order=OuterRef("pk"), variant=PaymentMethod.CHECK_MONEY_ORDER))
