"""Orders of which something can leave now, by the queue: what the list of Ready to ship and the grid of orders share."""

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from backorders.models import OrderLine, QueuePlace
from backorders.models.order_line import HAS_OPEN
from backorders.queries.queue import of_products
from backorders.rules.order_status import GOING_ON
from catalog.models import ConfigurationValue, StockLevel
from catalog.rules import product_setting

SHIPPING = sorted(status.value for status in GOING_ON)
_EVERY = Q()


def leaving_orders(some: Q = _EVERY, every: Q = _EVERY) -> Q:
    """Return the condition of a queryset of Order that units of it can leave now, by the queue. Two queries.

    Of a line for which `some` holds units leave as far as they are covered; an order that ships complete leaves when `every` holds
    for each of its lines, and all units are covered. A line leaves at once where its stock owes nothing of the product; only what
    is owed asks the queue, and its products are named, so that the database computes these queues and no others. What is not
    counted waits for nothing. Nothing leaves of an order on hold, nor of a deleted product.
    """
    configured = manages()
    goods = OrderLine.objects.filter(HAS_OPEN, is_virtual=False, order__status__in=SHIPPING).order_by()
    complete = goods.filter(order__ships_complete=True)
    owing = StockLevel.objects.filter(free__lt=0, on_hand__gt=0).order_by()
    contested = sorted(owing.values_list("product_id", flat=True).distinct())
    leaving = _covered(
        goods.filter(some), QueuePlace.objects.filter(product__in=contested, covered__gt=0), configured=configured
    )
    of_complete = QueuePlace.objects.filter(of_products(complete.values("product")), owed=0)
    whole = _covered(complete.filter(every), of_complete, configured=configured)
    stays = complete.exclude(pk__in=whole[0].values("pk").union(whole[1].values("pk")))
    return Q(pk__in=leaving[0].values("order").union(leaving[1].values("order"))) & ~Q(
        ships_complete=True, pk__in=stays.values("order")
    )


def _covered(
    lines: QuerySet[OrderLine], covered: QuerySet[QueuePlace], *, configured: bool
) -> tuple[QuerySet[OrderLine], QuerySet[OrderLine]]:
    """Return those of the `lines` that are not counted, and those with units at once or a place among `covered`.

    Levels are joined, and the two are put together by who asks: of EXISTS beside an OR PostgreSQL may work out each side for all
    that there is.
    """
    not_counted = Q(product__stock_item__manage_stock=False)
    if not configured:
        not_counted |= Q(product__stock_item__manage_stock=None)
    level = "product__stock_levels"
    counted = lines.alias(is_managed=managed(configured=configured)).filter(
        Q(**{f"{level}__free__gte": 0}) | Q(is_reserved=False) | Q(pk__in=covered.order_by().values("line")),
        is_managed=True,
        **{f"{level}__stock": F("order__stock"), f"{level}__on_hand__gt": 0},
    )
    return lines.filter(not_counted, product__isnull=False), counted


def manages() -> bool:
    """Return whether the shop manages stock where a product says nothing of its own. One query."""
    return ConfigurationValue.objects.in_force().flag(product_setting.MANAGE_STOCK)


def managed(*, configured: bool) -> Coalesce:
    """Return whether stock of a line's product is managed: by its own value, else by the configured one."""
    return Coalesce("product__stock_item__manage_stock", Value(configured))
