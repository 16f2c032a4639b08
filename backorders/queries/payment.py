"""Payments: orders that wait for theirs, how they are paid, refunds that nobody has confirmed."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.timezone import localtime
from payments.core import provider_factory

from backorders.models import Notification, Order, OrderLine, Payment, Refund, RefundStatus
from backorders.rules.order_status import OrderStatus
from backorders.rules.payment import ANSWER_WITHIN, SENT_WITHIN, PaymentMethod, ends_at, reminded_when_placed
from catalog.models import ConfigurationValue, Website
from catalog.rules.in_force import Configuration
from catalog.rules.money import NOTHING
from catalog.rules.sales_settings import (
    CHECK_LIFETIME,
    CHECK_PAYABLE_TO,
    CHECK_REMINDER,
    CHECK_SEND_TO,
    DELETE_PENDING_AFTER,
    days_before,
)
from catalog.words.moment import MOMENT

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


def check_held_until(order: Order, lines: Iterable[OrderLine], configuration: Configuration) -> datetime | None:
    """Return when `order`, to be paid by check or money order, ends unpaid; None when it does not: `unpaid_orders` for one order.

    What waits for no payment does not end, nor one of whose `lines` something was shipped, nor one beyond the calendar. No query.
    """
    if order.standing is not OrderStatus.PENDING_PAYMENT or any(line.shipped for line in lines):
        return None
    return ends_at(order.placed_at, configuration.number(CHECK_LIFETIME))


def moment(when: datetime | None) -> str:
    """Return a moment as the shop's clocks show it; empty for none."""
    return "" if when is None else f"{localtime(when):{MOMENT} %Z}"


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


def given_back() -> dict[str, Coalesce]:
    """Return the sums for a queryset of Payment: what is `gone` of each by refunds, and what of that is `uncredited`."""
    refunds = Refund.objects.filter(payment=OuterRef("pk")).order_by().values("payment")
    sums = {"gone": Sum("amount"), "uncredited": Sum("uncredited")}
    return {name: Coalesce(Subquery(refunds.annotate(sum=each).values("sum")), NOTHING) for name, each in sums.items()}


@dataclass(frozen=True)
class HowToPay:
    """Whom a check is made out to, and the address that it is sent to, in one line; empty for what the shop does not say."""

    payable_to: str
    address: str

    @property
    def where(self) -> str:
        """Both, as they follow an amount: ", payable to ..., to ..."."""
        told = (("payable to ", self.payable_to), ("to ", self.address))
        return "".join(f", {before}{text}" for before, text in told if text)


def how_to_pay(configuration: Configuration) -> HowToPay:
    """Return what the shop tells where `configuration` holds."""
    address = ", ".join(configuration.text(CHECK_SEND_TO).splitlines())
    return HowToPay(payable_to=configuration.text(CHECK_PAYABLE_TO), address=address)


def payment_asks_for_card(variant: str = PaymentMethod.CARD) -> bool:
    """Return whether the provider of `variant` takes card fields from our pages. No query.

    False: the shopper is sent to the provider's page when the order is placed, and no card form is shown. A provider of ours
    says so by its attribute `asks_for_card`; no provider of django-payments that we offer takes a card from us.
    """
    return bool(getattr(provider_factory(variant), "asks_for_card", False))


def unconfirmed_refunds(*, now: datetime) -> QuerySet[Refund]:
    """Return the refunds that failed, and those that hang at `now`, with their orders. One query."""
    waits = Q(status=RefundStatus.REQUESTED, requested_at__lt=now - SENT_WITHIN)
    # The SQL twin of `rules.payment.is_unanswered`.
    unknown = ~Q(message="") | Q(begun_at=None) | Q(begun_at__lt=now - ANSWER_WITHIN)
    found = Refund.objects.filter(Q(status=RefundStatus.FAILED) | waits | Q(unknown, status=RefundStatus.SENDING))
    return found.select_related("payment__order")
