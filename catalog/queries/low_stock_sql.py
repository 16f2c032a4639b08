"""The SQL twin of `rules.low_stock`: source items at or below their notify level."""

from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from catalog.models import SourceItem
from catalog.queries.stock_policy_sql import number
from catalog.rules.stock_policy import ConfiguredPolicy


def low_source_items(queryset: QuerySet[SourceItem], *, configured: ConfiguredPolicy) -> QuerySet[Any]:
    """Return the source items that are low, with `notify_level`: the item's own, else the product's, else the configured one.

    Items at zero are included; disabled sources, disabled products and products whose stock is not managed are not.
    """
    own = "product__stock_item__"
    return queryset.annotate(
        notify_level=Coalesce("notify_quantity", own + "notify_stock_qty", number(configured.notify_stock_qty)),
        is_managed=Coalesce(own + "manage_stock", Value(configured.manage_stock)),
    ).filter(Q(is_managed=True, source__is_enabled=True, product__is_enabled=True), quantity__lte=F("notify_level"))
