"""The SQL twins of `rules.in_force`, `rules.salable` and `rules.availability`, for lists and filters."""

from decimal import Decimal
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Expression,
    ExpressionWrapper,
    F,
    FilteredRelation,
    Func,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Ceil, Coalesce, Floor, Greatest, Least, NullIf

from catalog.models import Product, Stock
from catalog.models.fields import QuantityField
from catalog.rules.availability import AvailabilityStatus
from catalog.rules.backorder_mode import BELOW_ZERO
from catalog.rules.in_force import ConfiguredPolicy
from catalog.rules.product_setting import PRODUCT_SETTINGS, ProductSetting


def with_availability(
    queryset: QuerySet[Product], *, stock: Stock, configured: ConfiguredPolicy, only_x_left_threshold: Decimal
) -> QuerySet[Any]:
    """Annotate `availability_status` (the name of an AvailabilityStatus), `can_be_bought` and `only_left` (NULL: not shown)."""
    rows = with_salable_quantity(queryset, stock=stock, configured=configured).annotate(
        least=_least(),
        most=_most(),
    )
    fits = Q(most=None) | Q(most__gt=0, least__lte=F("most"))
    rows = rows.annotate(
        # A CASE, not the condition itself: the planner takes half of the products to pass it. From the condition it would
        # multiply a dozen guesses down to almost none, and sort the whole catalogue to show its first page.
        can_be_bought=Case(
            When(Q(is_salable=True) & fits, then=Value(value=True)),
            default=Value(value=False),
            output_field=BooleanField(),
        ),
    )
    limited = Q(policy_manage_stock=True, is_unlimited=False)
    available: QuerySet[Any] = rows.annotate(
        availability_status=Case(
            When(can_be_bought=False, then=Value(AvailabilityStatus.OUT_OF_STOCK.name)),
            When(Q(policy_manage_stock=False) | Q(free__gt=0), then=Value(AvailabilityStatus.IN_STOCK.name)),
            default=Value(AvailabilityStatus.ON_BACKORDER.name),
            output_field=CharField(),
        ),
        only_left=Case(
            When(
                Q(can_be_bought=True, salable_quantity__gt=0, salable_quantity__lte=only_x_left_threshold) & limited,
                then=F("salable_quantity"),
            ),
            output_field=QuantityField(),
        ),
    )
    return available


def _least() -> Expression:
    minimum = Coalesce("policy_min_sale_qty", number(0))
    stepped = Greatest(Ceil(minimum / F("policy_increment")) * F("policy_increment"), F("policy_increment"))
    return Case(When(policy_increment__gt=0, then=stepped), default=minimum, output_field=QuantityField())


def _most() -> Expression:
    limited = Case(
        When(policy_manage_stock=True, is_unlimited=False, then=Greatest("unguarded_salable_quantity", number(0))),
        output_field=QuantityField(),
    )
    bound = Least(NullIf("policy_max_sale_qty", number(0)), limited)
    return Case(
        When(policy_increment__gt=0, then=Floor(bound / F("policy_increment")) * F("policy_increment")),
        When(policy_is_qty_decimal=True, then=bound),
        default=Floor(bound),
        output_field=QuantityField(),
    )


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
        free=Coalesce(level + "free", number(0)),
        sources_in_stock=Coalesce(level + "sources_in_stock", Value(0)),
        sources_assigned=Coalesce(level + "sources_assigned", Value(0)),
    )
    rows = rows.annotate(
        is_unlimited=ExpressionWrapper(
            Q(policy_manage_stock=True, policy_backorders__in=BELOW_ZERO, policy_threshold=0),
            output_field=BooleanField(),
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


class Truncate(Func):
    """Cut the decimal places off, towards zero, as `int()` does."""

    function = "TRUNC"
    arity = 1


def number(value: Decimal | int | None) -> Value:
    """Return a quantity as SQL, typed, so that the planner and NULLs behave."""
    return Value(value, output_field=QuantityField())


def with_stock_policy(queryset: QuerySet[Product], configured: ConfiguredPolicy) -> QuerySet[Any]:
    """Annotate `policy_<field>` for every field of StockPolicy, and `policy_threshold`, the threshold in force."""
    rows = queryset.annotate(
        **{
            f"policy_{setting.name}": Coalesce(f"stock_item__{setting.name}", _configured(setting, configured))
            for setting in PRODUCT_SETTINGS
        },
        policy_is_qty_decimal=Coalesce("stock_item__is_qty_decimal", Value(value=False), output_field=BooleanField()),
    )
    return rows.annotate(
        policy_increment=_increment(),
        policy_threshold=Case(
            When(policy_backorders__in=BELOW_ZERO, then=Least("policy_min_qty", number(0))),
            default=Greatest("policy_min_qty", number(0)),
        ),
    )


def _configured(setting: ProductSetting, configured: ConfiguredPolicy) -> Value:
    value = getattr(configured, setting.name)
    if setting.is_number:
        return number(value)
    return Value(value if setting.modes is None else int(value))


def _increment() -> Expression:
    typed = F("policy_qty_increments")
    whole = Case(When(policy_is_qty_decimal=True, then=typed), default=Truncate(typed), output_field=QuantityField())
    return Case(
        When(policy_enable_qty_increments=True, then=Greatest(whole, number(0))),
        default=number(0),
        output_field=QuantityField(),
    )
