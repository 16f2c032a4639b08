"""The SQL twin of `rules.availability`: status and "Only X left" for listings, search and filters."""

from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Case, CharField, Expression, F, Q, QuerySet, Value, When
from django.db.models.functions import Ceil, Coalesce, Floor, Greatest, Least, NullIf

from catalog.models import Product, Stock
from catalog.models.fields import QuantityField
from catalog.queries.salable_sql import with_salable_quantity
from catalog.queries.stock_policy_sql import number
from catalog.rules.availability import AvailabilityStatus
from catalog.rules.stock_policy import ConfiguredPolicy


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
