"""Where products stand in each stock, for the rules to judge: one or two queries, however many products. Which a website sells."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from catalog.models import Product, Stock, StockItem, StockLevel
from catalog.queries.prepared import Compiled
from catalog.queries.promised_day import NOTHING_COMES, outlook, to_come
from catalog.rules.in_force import (
    OWN_VALUES,
    Configuration,
    ConfiguredPolicy,
    OwnPolicy,
    StockPolicy,
    own_policy,
    stock_policy,
)
from catalog.rules.promised_day import NOTHING_KNOWN, Outlook
from catalog.rules.salable import Level, is_salable, salable_quantity

_COMES = to_come(product="catalog_product.id", stock="%s", shares="here.shares")
# Columns of a stock level, as the rules call them.
LEVEL = tuple(field.name for field in fields(Level))


@dataclass(frozen=True)
class Position:
    """Where one product stands in one stock: its level, the policy in force, and what is to come."""

    level: Level
    policy: StockPolicy
    outlook: Outlook = NOTHING_KNOWN


def positions(
    products: Iterable[Product], *, stock: Stock, configuration: Configuration, group: str | None = None
) -> dict[int, Position]:
    """Return {product id: position} for `products` in `stock`, under `configuration`, for a customer group (None: ALL GROUPS).

    One query; none for no products.
    """
    ids = [product.pk for product in products]
    configured = configuration.configured_policy(group)
    found = {pk: Position(Level(), stock_policy(OwnPolicy(), configured)) for pk in ids}
    for pk, is_kept, is_own, comes, *values in _standing(stock.pk, ids) if ids else ():
        level = Level(*values[: len(LEVEL)]) if is_kept else Level()
        own = own_policy(dict(zip(OWN_VALUES, values[len(LEVEL) :], strict=True))) if is_own else OwnPolicy()
        policy = stock_policy(own, configured)
        lead_time = policy.backorder_lead_time
        # Of most products nothing is expected.
        knows = Outlook(lead_time=lead_time) if comes == NOTHING_COMES else outlook(comes, lead_time)
        found[pk] = Position(level, policy, knows)
    return found


@Compiled
def _standing(stock: int, ids: Sequence[int]) -> QuerySet[Any, Any]:
    """Return of each product its id, whether it has a level in the stock and a row of own values, what comes, and both."""
    here = FilteredRelation("stock_levels", condition=Q(stock_levels__stock=stock))
    columns = (*(f"here__{name}" for name in LEVEL), *(f"stock_item__{name}" for name in OWN_VALUES))
    return (
        Product.objects.filter(pk__in=ids)
        .annotate(
            here=here,
            is_kept=as_column(Q(here__isnull=False)),
            is_own=as_column(Q(stock_item__isnull=False)),
            comes=RawSQL(_COMES, (stock, stock), output_field=TextField()),  # noqa: S611  our own text
        )
        .order_by()
        .values_list("pk", "is_kept", "is_own", "comes", *columns)
    )


@Compiled
def _own_values(ids: Sequence[int]) -> QuerySet[Any, Any]:
    return StockItem.objects.filter(product_id__in=ids).values_list("product_id", *OWN_VALUES)


@Compiled
def _levels(ids: Sequence[int]) -> QuerySet[Any, Any]:
    """Return of each level its product, the name of its stock, and `LEVEL`; the Default Stock first."""
    return (
        StockLevel.objects.filter(product_id__in=ids, sources_assigned__gt=0)
        .order_by("-stock__is_default", "stock__name", "stock_id")
        .values_list("product_id", "stock__name", *LEVEL)
    )


@dataclass(frozen=True)
class SalableInStock:
    """Where one product stands in one stock, in units."""

    stock_name: str
    level: Level
    policy: StockPolicy
    is_enabled: bool

    @property
    def is_salable(self) -> bool:
        """Whether the product can be sold in the stock at all."""
        return is_salable(self.level, self.policy, is_enabled=self.is_enabled)

    @property
    def salable(self) -> Decimal:
        """The salable quantity as displayed: 0 when not salable; below zero it is what is owed."""
        return salable_quantity(self.level, self.policy, is_enabled=self.is_enabled)

    @property
    def is_unlimited(self) -> bool:
        """Whether nothing limits the sale: salable, with backorders on and a threshold of 0."""
        return self.policy.is_unlimited and self.is_salable


def salable_by_stock(
    products: Iterable[Product], *, configured: ConfiguredPolicy
) -> dict[int, tuple[SalableInStock, ...]]:
    """Return {product id: where it stands}, one entry per stock that the product is assigned to, the Default Stock first."""
    enabled = {product.pk: product.is_enabled for product in products}
    ids = list(enabled)
    own = {
        pk: own_policy(dict(zip(OWN_VALUES, values, strict=True))) for pk, *values in (_own_values(ids) if ids else ())
    }
    policies = {pk: stock_policy(own.get(pk, OwnPolicy()), configured) for pk in enabled}
    found: defaultdict[int, list[SalableInStock]] = defaultdict(list)
    for pk, stock_name, *values in _levels(ids) if ids else ():
        found[pk].append(SalableInStock(stock_name, Level(*values), policies[pk], enabled[pk]))
    return {pk: tuple(found[pk]) for pk in enabled}


def for_sale(website_id: int) -> Q:
    """Return the condition of a queryset of Product that the website sells it: the SQL twin of `is_for_sale`."""
    configurable = Product.objects.filter(offered(website_id), pk=OuterRef("variant_of_id"))
    return offered(website_id) & (Q(variant_of=None) | there_is(configurable))


def there_is(rows: QuerySet[Any]) -> Q:
    """Return the condition that there is one of `rows`, beside an OR or as a column: a value, looked up for the row at hand.

    As EXISTS, PostgreSQL may read all that it could be true for before it answers for the first row: of 350,000 products that
    took 4 seconds for each page. Only beside an AND it is a join, and stays one (`offered`).
    """
    one = rows.order_by().annotate(there=Value(value=True)).values("there")[:1]
    return Q(Coalesce(Subquery(one), Value(value=False), output_field=BooleanField()))


def offered(website_id: int) -> Q:
    """Return the half of `for_sale` that is about the product itself: all there is to ask of variants of what is for sale."""
    listed = Product.websites.through.objects.filter(product_id=OuterRef("pk"), website_id=website_id)
    return Q(Exists(listed), is_enabled=True)


def with_for_sale(products: QuerySet[Product], website_id: int) -> QuerySet[Any]:
    """Annotate `is_for_sale`: whether the website sells the product. No query more."""
    sold = Product.objects.filter(for_sale(website_id), pk=OuterRef("pk"))
    annotated: QuerySet[Any] = products.annotate(is_for_sale=as_column(there_is(sold)))
    return annotated


def as_column(condition: Q) -> Any:
    """Return the condition as a value of the row."""
    return ExpressionWrapper(condition, output_field=BooleanField())
