"""What must hold whatever happened, in whatever order: the promises of the README, asked in one function."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from django.db.models import Sum

from backorders.models import OrderLine, Payment, QueuePlace, Refund
from backorders.queries.promise_differences import payment_differences, promise_differences
from backorders.rules.order_status import OPEN
from backorders.rules.queue import OpenLine
from catalog.models import SourceItem, StockLevel
from catalog.queries.inventory_differences import inventory_differences
from tests.catalog.models.recomputed import kept_levels, recomputed_levels


def unsound(*, limit: Decimal | int | None, counted: Collection[str] = ()) -> list[str]:
    """Return what is wrong, empty when everything is sound. `limit` is the lowest free quantity allowed; None: any.

    `counted` are SKUs whose shelves are counted meanwhile: the difference that was typed may be more than what lies there then.
    """
    wrong = []
    if kept_levels() != recomputed_levels():
        wrong.append("a stock level differs from the rows it is summed from")
    wrong += [f"levels: {difference}" for difference in inventory_differences()]
    wrong += [f"ledger against orders: {difference}" for difference in promise_differences()]
    wrong += [f"money against orders: {difference}" for difference in payment_differences()]
    below = SourceItem.objects.filter(quantity__lt=0)
    wrong += [f"a shelf below zero: {item}" for item in below.exclude(product__sku__in=counted)]
    for level in StockLevel.objects.all():
        places = QueuePlace.objects.filter(stock=level.stock_id, product=level.product_id)
        if limit is not None and level.on_hand - level.reserved < limit:
            wrong.append(f"oversold: {level.on_hand} on hand, {level.reserved} promised, {limit} allowed")
        wrong += [
            f"covered + owed is not open: {place}" for place in places if place.covered + place.owed != place.open
        ]
        sums = places.aggregate(covered=Sum("covered", default=0), open=Sum("open", default=0))
        if sums["covered"] != min(max(level.on_hand, Decimal(0)), sums["open"]):
            wrong.append(f"{sums['covered']} covered of {level.on_hand} on hand and {sums['open']} open")
    wrong += [
        f"of a deleted product all is owed: {place}"
        for place in QueuePlace.objects.filter(is_gone=True)
        if place.covered or place.owed != place.open
    ]
    given_back = dict(Refund.objects.values_list("payment").annotate(sum=Sum("amount")))
    for payment in Payment.objects.all():
        if not 0 <= given_back.get(payment.pk, 0) <= payment.captured_amount <= payment.total:
            wrong.append(f"{payment}: {payment.captured_amount} captured, {given_back.get(payment.pk)} given back")
    return wrong


def _waiting(level: StockLevel) -> Iterator[OpenLine]:
    open_orders = OrderLine.objects.filter(order__stock=level.stock_id, order__status__in=OPEN)
    for line in open_orders.filter(product=level.product_id, is_reserved=True).select_related("order"):
        if line.open:
            yield OpenLine(line.pk, line.queue_priority, line.order.placed_at, line.open)
