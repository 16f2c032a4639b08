"""Which products a grid keeps: by what lies on a shelf, what can be sold, what is owed, where they stand."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, FilteredRelation, Func, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Greatest

from catalog.models import Category, Product, SourceItem, StockLevel
from catalog.models.fields import QuantityField
from catalog.queries.availability import among, stock_bounds
from catalog.rules.grid_filter import Range
from catalog.rules.in_force import ConfiguredPolicy
from catalog.rules.quantity import ZERO

# Units that a stock owes of a product: the SQL twin of `Level.owed`.
OWED_UNITS = Greatest(
    -F("free") - Greatest(-F("on_hand"), Value(ZERO), output_field=QuantityField()),
    Value(ZERO),
    output_field=QuantityField(),
)
# The salable quantity as the grid shows it, of a stock that is managed (docs/rules.md#salable-3).
SALABLE = """
    CASE WHEN level.free_for_sale IS NULL OR level.free_for_sale = '-Infinity' THEN 0
         WHEN bounds.is_limited THEN greatest(level.free_for_sale - bounds.threshold, 0)
         ELSE level.free_for_sale - bounds.threshold END
"""


def among_first_known(column: str, ids: QuerySet[Any, Any]) -> Q:
    """Return the condition that `column` is one of `ids`, which PostgreSQL finds before it begins with anything else.

    As an array, and taken for a few: rows are then looked up for each, even inside of a window. Of a join it may compute all first.
    """
    array = ArraySubquery(ids)
    return Q(Func(F(column), array, template="%(expressions)s)", arg_joiner=" = ANY (", output_field=BooleanField()))


def watched_from(level: Decimal) -> Q:
    """Return the condition on a `product_id` that the product, or a source item of it, has an own notify level of `level` or more.

    As an array, as of `among_first_known`: few have one.
    """
    text = """ARRAY(
        SELECT product_id FROM catalog_stockitem WHERE notify_stock_qty >= %s
        UNION SELECT product_id FROM catalog_sourceitem WHERE notify_quantity >= %s
    )"""
    array = RawSQL(text, (level, level))  # noqa: S611  our own text
    return Q(
        Func(F("product_id"), array, template="%(expressions)s)", arg_joiner=" = ANY (", output_field=BooleanField())
    )


def ranged(column: str, found: Range[Any]) -> Q:
    """Return the condition that a column lies in the range."""
    low = Q() if found.low is None else Q(**{f"{column}__gte": found.low})
    return low if found.high is None else low & Q(**{f"{column}__lte": found.high})


def is_managed(configured: ConfiguredPolicy, *, item: str = "stock_item__manage_stock") -> Q:
    """Return the condition that stock is managed: by the product's own value, else by the configured one."""
    own = Q(**{item: True})
    return own | Q(**{item: None}) if configured.manage_stock else own


def salable_between(found: Range[Any], *, stock_id: int, configured: ConfiguredPolicy) -> Q:
    """Return the condition of a queryset of Product on its salable quantity in a stock to which it is assigned. Two queries."""
    ends = [f"{SALABLE} {sign} {end:f}" for sign, end in ((">=", found.low), ("<=", found.high)) if end is not None]
    condition = " AND ".join(("level.sources_assigned > 0", *ends))
    bounds = stock_bounds(stock_id, configured)
    ids = bounds.few(condition)
    return Q(bounds.holds(condition) if ids is None else among(ids)) & is_managed(configured)


def on_hand_between(found: Range[Any], *, stock_id: int) -> Q:
    """Return the condition of a queryset of Product on the units on the shelves of a stock to which it is assigned."""
    levels = StockLevel.objects.filter(ranged("on_hand", found), stock=stock_id, sources_assigned__gt=0)
    return Q(pk__in=levels.values("product"))


def at_source_between(found: Range[Any], *, source: str) -> Q:
    """Return the condition of a queryset of Product on the units at one source, by its code."""
    return Q(pk__in=SourceItem.objects.filter(ranged("quantity", found), source__code=source).values("product"))


def owed_between(found: Range[Any], *, stock_id: int | None, configured: ConfiguredPolicy) -> Q:
    """Return the condition of a queryset of Product on the units that one stock owes, or (None) any of them."""
    levels = StockLevel.objects.alias(owed=OWED_UNITS).filter(ranged("owed", found))
    if stock_id is not None:
        levels = levels.filter(stock=stock_id)
    if found.low is not None and found.low > 0:
        levels = levels.filter(free__lt=0)
    return Q(pk__in=levels.values("product")) & is_managed(configured)


def assigned_to(source: str) -> Q:
    """Return the condition of a queryset of Product that it is assigned to a source, by its code."""
    return Q(Exists(SourceItem.objects.filter(product=OuterRef("pk"), source__code=source)))


def listed_on(website: str) -> Q:
    """Return the condition of a queryset of Product that a website lists it, by its code."""
    return Q(Exists(Product.websites.through.objects.filter(product_id=OuterRef("pk"), website__code=website)))


def stands_in(category: int) -> Q:
    """Return the condition of a queryset of Product that it stands in a category or below it. One query."""
    path = Category.objects.filter(pk=category).values_list("path", flat=True).first() or ""
    below = Category.objects.filter(Q(pk=category) | Q(path__startswith=f"{path}/")).values_list("pk", flat=True)
    inside = Product.categories.through.objects.filter(product_id=OuterRef("pk"), category_id__in=list(below))
    return Q(Exists(inside))


def category_choices() -> Iterable[tuple[str, str]]:
    """Return (id, path) of every category, in the order of the tree. One query."""
    rows = Category.objects.order_by("path").values_list("pk", "path")
    return [(str(pk), path.replace("/", " / ")) for pk, path in rows]


def with_on_hand(products: QuerySet[Product], *, stock_id: int) -> QuerySet[Any]:
    """Add `on_hand_there`, by which a grid is sorted: the units on the shelves of a stock, NULL where it is not assigned."""
    of_stock = FilteredRelation(
        "stock_levels", condition=Q(stock_levels__stock=stock_id, stock_levels__sources_assigned__gt=0)
    )
    rows: QuerySet[Any] = products.annotate(of_stock=of_stock, on_hand_there=F("of_stock__on_hand"))
    return rows
