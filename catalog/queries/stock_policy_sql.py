"""The SQL twin of `rules.stock_policy`: the product's own value, else the configured one, field by field."""

from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Case, Expression, Func, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest, Least

from catalog.models import Product
from catalog.models.fields import QuantityField
from catalog.rules.stock_policy import ConfiguredPolicy


class Truncate(Func):
    """Cut the decimal places off, towards zero, as `int()` does."""

    function = "TRUNC"
    arity = 1


def number(value: Decimal | int | None) -> Value:
    """Return a quantity as SQL, typed, so that the planner and NULLs behave."""
    return Value(value, output_field=QuantityField())


def with_stock_policy(queryset: QuerySet[Product], configured: ConfiguredPolicy) -> QuerySet[Any]:
    """Annotate `policy_<field>` for every field of StockPolicy, and `policy_threshold`, the threshold in force."""
    own = "stock_item__"
    backorders = Coalesce(own + "backorders", Value(int(configured.backorders)))
    rows = queryset.annotate(
        policy_manage_stock=Coalesce(own + "manage_stock", Value(configured.manage_stock)),
        policy_backorders=backorders,
        policy_min_qty=Coalesce(own + "min_qty", number(configured.min_qty)),
        policy_min_sale_qty=Coalesce(own + "min_sale_qty", number(configured.min_sale_qty)),
        policy_max_sale_qty=Coalesce(own + "max_sale_qty", number(configured.max_sale_qty)),
        policy_notify_stock_qty=Coalesce(own + "notify_stock_qty", number(configured.notify_stock_qty)),
        policy_enable_qty_increments=Coalesce(own + "enable_qty_increments", Value(configured.enable_qty_increments)),
        policy_is_qty_decimal=Coalesce(own + "is_qty_decimal", Value(value=False), output_field=BooleanField()),
    )
    return rows.annotate(
        policy_increment=_increment(configured),
        policy_threshold=Case(
            When(policy_backorders__gt=0, then=Least("policy_min_qty", number(0))),
            default=Greatest("policy_min_qty", number(0)),
        ),
    )


def _increment(configured: ConfiguredPolicy) -> Expression:
    typed = Coalesce("stock_item__qty_increments", number(configured.qty_increments))
    whole = Case(When(policy_is_qty_decimal=True, then=typed), default=Truncate(typed), output_field=QuantityField())
    return Case(
        When(policy_enable_qty_increments=True, then=Greatest(whole, number(0))),
        default=number(0),
        output_field=QuantityField(),
    )
