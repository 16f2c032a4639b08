"""The SQL twin of `rules.salable`: salable quantity of every product of a queryset, in one stock."""

from typing import Any

from django.db.models import BooleanField, Case, ExpressionWrapper, F, FilteredRelation, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from catalog.models import Product, Stock
from catalog.models.fields import QuantityField
from catalog.queries.stock_policy_sql import number, with_stock_policy
from catalog.rules.stock_policy import ConfiguredPolicy


def with_salable_quantity(queryset: QuerySet[Product], *, stock: Stock, configured: ConfiguredPolicy) -> QuerySet[Any]:
    """Annotate `salable_quantity` and what it is made of: `on_hand`, `reserved`, `free`, `is_unlimited`, `is_salable`.

    Quantities are units in `stock`; a product without a level there counts as nothing everywhere. One left join, no sums:
    the level row holds them, and one (stock, product) has one level.
    """
    level = "level__"
    rows = with_stock_policy(queryset, configured).annotate(
        level=FilteredRelation("stock_levels", condition=Q(stock_levels__stock=stock)),
        on_hand=Coalesce(level + "on_hand", number(0)),
        reserved=Coalesce(level + "reserved", number(0)),
        sources_in_stock=Coalesce(level + "sources_in_stock", Value(0)),
        sources_assigned=Coalesce(level + "sources_assigned", Value(0)),
    )
    rows = rows.annotate(
        free=ExpressionWrapper(F("on_hand") - F("reserved"), output_field=QuantityField()),
        is_unlimited=ExpressionWrapper(
            Q(policy_manage_stock=True, policy_backorders__gt=0, policy_threshold=0), output_field=BooleanField()
        ),
    ).annotate(
        unguarded_salable_quantity=ExpressionWrapper(F("free") - F("policy_threshold"), output_field=QuantityField())
    )
    can_sell = Q(sources_in_stock__gt=0) & (Q(is_unlimited=True) | Q(unguarded_salable_quantity__gt=0))
    salable: QuerySet[Any] = rows.annotate(
        is_salable=ExpressionWrapper(
            Q(is_enabled=True, sources_assigned__gt=0) & (Q(policy_manage_stock=False) | can_sell),
            output_field=BooleanField(),
        )
    ).annotate(salable_quantity=Case(When(is_salable=True, then=F("unguarded_salable_quantity")), default=number(0)))
    return salable
