"""What open orders hold of products."""

from collections.abc import Collection

from django.db.models import Count, F, QuerySet, Sum

from backorders.models import OrderLine
from backorders.rules.order_status import OPEN
from catalog.rules.held_units import HeldUnits
from catalog.rules.money import rounded
from catalog.rules.quantity import ZERO

THEN = (
    "Those units stay owed under Sales > Backorders until somebody cancels, refunds or ships them from elsewhere.",
    "Money that was paid for them can still be refunded.",
)


def lines_of_products(product_ids: Collection[int]) -> QuerySet[OrderLine]:
    """Return the lines of open orders that have units of the products left to ship."""
    left = OrderLine.objects.filter(ordered__gt=F("shipped") + F("cancelled") + F("released"))
    return left.filter(product__in=product_ids, order__status__in=sorted(status.value for status in OPEN))


def held_products(product_ids: Collection[int]) -> HeldUnits:
    """Return how many open orders hold how many units of the products, and what they are worth. Two queries."""
    left = F("ordered") - F("shipped") - F("cancelled") - F("released")
    lines = lines_of_products(product_ids).order_by()
    counted = lines.aggregate(orders=Count("order", distinct=True), units=Sum(left))
    if not counted["orders"]:
        return HeldUnits()
    worth = (
        lines.values_list("order__currency").annotate(amount=Sum(left * F("unit_price"))).order_by("order__currency")
    )
    return HeldUnits(
        orders=counted["orders"],
        units=counted["units"] or ZERO,
        values=tuple((currency, rounded(amount, currency)) for currency, amount in worth),
        then=THEN,
    )
