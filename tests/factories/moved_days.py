"""A promised day that has become later, and of which the customer was told."""

from datetime import timedelta

from django.utils import timezone
from django.utils.timezone import localdate

from backorders.actions.place_order import place_order
from backorders.actions.tell_moved_days import tell_moved_days
from backorders.models import MovedDay
from catalog.models import IncomingSupply, Product
from tests.factories.catalog import expected_supply


def told_of_moved_day(product: Product) -> MovedDay:
    """Return the day of a line of `product`, which owes units: nothing else is expected of it any more."""
    IncomingSupply.objects.filter(product=product).update(is_closed=True)
    supply = expected_supply(product, 999, days=6)
    order = place_order(
        lines={product: 20}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    supply.expected_on = localdate() + timedelta(days=30)
    supply.save()
    tell_moved_days(now=timezone.now())
    return MovedDay.objects.get(line__order=order)
