"""Customers, by the e-mail address of their orders in any letter case: who there is, and what each ordered, paid and is owed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from allauth.account.models import EmailAddress
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Upper

from backorders.models import Buyer, Order, Payment
from backorders.queries.order_grid import owed_now, owing
from backorders.queries.order_search import is_customer
from backorders.rules.order_status import OPEN
from catalog.models import Customer
from catalog.queries.product_order import Walk
from catalog.rules.quantity import ZERO


def buyers(orders: QuerySet[Buyer] | None = None) -> QuerySet[Buyer]:
    """Return each customer once, by the latest of `orders` under the address, which is annotated as `key` in capital letters."""
    latest = Order.objects.alias(key=Upper("email")).filter(
        Q(placed_at__gt=OuterRef("placed_at")) | Q(placed_at=OuterRef("placed_at"), pk__gt=OuterRef("pk")),
        key=Upper(OuterRef("email")),
    )
    rows = Buyer.objects.all() if orders is None else orders
    found: QuerySet[Buyer] = rows.annotate(key=Upper("email")).filter(~Exists(latest))
    return found


def with_orders(rows: QuerySet[Buyer]) -> QuerySet[Buyer]:
    """Let customers be sorted by `orders_there`, the number of their orders."""
    own = Order.objects.annotate(own=Upper("email")).filter(own=OuterRef("key")).order_by()
    return rows.alias(orders_there=Subquery(own.values("own").annotate(count=Count("pk")).values("count")))


_BY_ORDERS = """
    SELECT id FROM (
        SELECT id, count(*) OVER (PARTITION BY upper(email)) AS orders,
               row_number() OVER (PARTITION BY upper(email) ORDER BY placed_at DESC, id DESC) AS place
        FROM backorders_order
    ) AS counted
    WHERE place = 1 ORDER BY orders {way}, id {way} LIMIT %s
"""


def first_by_orders(*, descends: bool) -> Walk:
    """Return what finds the first customers by the number of their orders. One query."""
    text = _BY_ORDERS.format(way="DESC" if descends else "ASC")

    def first(count: int) -> Sequence[int]:
        with connection.cursor() as cursor:
            cursor.execute(text, [count])
            return [pk for (pk,) in cursor.fetchall()]

    return first


def buyer_of(order_id: int) -> Buyer | None:
    """Return the customer of any of his orders; None when there is no such order. Two queries."""
    email = Order.objects.filter(pk=order_id).values_list("email", flat=True).first()
    return None if email is None else buyers(Buyer.objects.filter(email__iexact=email)).first()


def owed_buyers() -> list[str]:
    """Return the keys of customers to whom units are owed now. Three queries."""
    keys = Order.objects.filter(owing()).annotate(key=Upper("email"))
    return sorted(keys.order_by().values_list("key", flat=True).distinct())


def in_group(code: str) -> Q:
    """Return the condition on `key` that a customer is in the group; empty: in none."""
    kept = Customer.objects.exclude(email="").annotate(kept=Upper("email")).filter(kept=OuterRef("key"))
    return Q(Exists(kept.filter(group__code=code))) if code else ~Q(Exists(kept))


@dataclass
class BuyerNumbers:
    """What a customer ordered, what was captured of it {currency: amount}, the units that are owed now, and the group's name.

    `has_account`: one whose address is confirmed.
    """

    orders: int = 0
    paid: dict[str, Decimal] = field(default_factory=dict)
    owed: Decimal = ZERO
    group: str = ""
    has_account: bool = False


def buyer_numbers(keys: Collection[str]) -> Mapping[str, BuyerNumbers]:
    """Return {key: numbers} of these customers. Seven queries, however many there are."""
    found: dict[str, BuyerNumbers] = defaultdict(BuyerNumbers)
    orders = Order.objects.annotate(key=Upper("email")).filter(key__in=list(keys)).order_by()
    for key, count in orders.values_list("key").annotate(count=Count("pk")):
        found[key].orders = count
    money = Payment.objects.filter(captured_amount__gt=0).annotate(key=Upper("order__email")).filter(key__in=list(keys))
    sums = money.order_by().values_list("key", "order__currency").annotate(sum=Sum("captured_amount"))
    for key, currency, amount in sums.order_by("key", "order__currency"):
        found[key].paid[currency] = amount
    opened = list(orders.filter(status__in=OPEN).only("pk", "status", "stock_id"))
    owed = owed_now(opened)
    for order in opened:
        found[order.key].owed += owed.get(order.pk, ZERO)
    kept = Customer.objects.exclude(email="").annotate(key=Upper("email")).filter(key__in=list(keys))
    for key, name in kept.order_by().values_list("key", "group__name"):
        found[key].group = name
    # Kept in small letters.
    confirmed = EmailAddress.objects.filter(verified=True, email__in=[key.lower() for key in keys])
    for email in confirmed.values_list("email", flat=True):
        found[email.upper()].has_account = True
    return found


def buyers_like(words: str, *, first: int) -> Sequence[Buyer]:
    """Return at most `first` customers who are found by `words` as their latest order is, who ordered last first. Two queries."""
    return list(buyers().filter(is_customer(words)).order_by(F("placed_at").desc(), "-pk")[:first])


def orders_of(email: str) -> QuerySet[Order]:
    """Return the orders of an address, the latest first."""
    return Order.objects.filter(email__iexact=email).order_by("-placed_at", "-pk")


def paid_by_order(orders: Collection[Order]) -> dict[int, Decimal]:
    """Return {order id: what was captured of it}; orders of which nothing was are left out. One query."""
    money = Payment.objects.filter(order__in=[order.pk for order in orders], captured_amount__gt=0)
    return dict(money.order_by().values_list("order_id").annotate(sum=Sum("captured_amount")))


def address_of(email: str) -> Order | None:
    """Return the latest order of the address that went somewhere; None: none did. One query."""
    return orders_of(email).exclude(street="").first()
