"""What can be bought in a stock, product by product: looked at before a change and after it, for who is about to make it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from catalog.models import Product
from catalog.queries.availability import BUYABLE, stock_bounds
from catalog.queries.effect import NAMED, StockEffect
from catalog.queries.salable import SalableInStock
from catalog.rules.in_force import ConfiguredPolicy
from catalog.rules.quantity import ZERO
from catalog.rules.salable import can_be_bought

_LISTED = (
    "EXISTS (SELECT FROM catalog_product_websites AS listed"
    " WHERE listed.product_id = level.product_id AND listed.website_id = %s)"
)


def on_sale(stock_id: int, configured: ConfiguredPolicy, *, website_id: int | None = None) -> dict[int, Decimal | None]:
    """Return {product id: units that may be sold, None without a limit} of what can be bought in the stock.

    With a website, of what it lists. One query beside those of the bounds; as many rows as there are such products.
    """
    found = stock_bounds(stock_id, configured)
    condition = BUYABLE if website_id is None else f"{BUYABLE} AND {_LISTED}"
    rest, values = found.levels(condition)
    units = "CASE WHEN bounds.is_limited THEN level.free_for_sale - bounds.threshold END"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT level.product_id, {units} {rest}",
            [*values, *([] if website_id is None else [website_id])],
        )
        return dict(cursor.fetchall())


def compared(title: str, before: Mapping[int, Decimal | None], after: Mapping[int, Decimal | None]) -> StockEffect:
    """Return what becomes of what was `on_sale` before, where `after` can be bought: `title` says where. One query for names."""
    gained, lost = after.keys() - before.keys(), before.keys() - after.keys()
    named = Product.objects.filter(pk__in=gained | lost).order_by("name", "pk").values_list("name", "sku", "pk")
    return StockEffect(
        stock=title,
        become_buyable=len(gained),
        stop_being_buyable=len(lost),
        more_units=_units(after) - _units(before),
        become_unlimited=0,
        stop_being_unlimited=0,
        names=tuple((name, sku, pk in gained) for name, sku, pk in named[:NAMED]) if gained or lost else (),
    )


def _units(found: Mapping[int, Decimal | None]) -> Decimal:
    return sum((units for units in found.values() if units is not None), ZERO)


type Standing = Mapping[int, Sequence[SalableInStock]]


def compared_by_product(products: Sequence[Product], before: Standing, after: Standing) -> tuple[StockEffect, ...]:
    """Return what becomes of the `products` in each stock, given where each stood `before` and stands `after`. No query."""
    stocks = dict.fromkeys(row.stock_name for standing in (before, after) for rows in standing.values() for row in rows)
    return tuple(_in_stock(stock, products, before, after) for stock in stocks)


@dataclass(frozen=True)
class _Place:
    """Where one product stands in one stock; nowhere without a row."""

    is_bought: bool
    is_unlimited: bool
    units: Decimal | None


def _place(standing: Standing, product: Product, stock: str) -> _Place:
    row = next((row for row in standing.get(product.pk, ()) if row.stock_name == stock), None)
    if row is None:
        return _Place(is_bought=False, is_unlimited=False, units=ZERO)
    is_counted = row.policy.manage_stock and not row.is_unlimited
    return _Place(
        can_be_bought(row.level, row.policy, is_for_sale=row.is_enabled),
        row.policy.manage_stock and row.is_unlimited,
        max(row.salable, ZERO) if is_counted else None,
    )


def _in_stock(stock: str, products: Sequence[Product], before: Standing, after: Standing) -> StockEffect:
    places = [(product, _place(before, product, stock), _place(after, product, stock)) for product in products]
    bought = [(product, then.is_bought) for product, was, then in places if was.is_bought != then.is_bought]
    turned = [(product, then.is_unlimited) for product, was, then in places if was.is_unlimited != then.is_unlimited]
    return StockEffect(
        stock=stock,
        become_buyable=sum(becomes for _, becomes in bought),
        stop_being_buyable=sum(not becomes for _, becomes in bought),
        more_units=sum(
            (then.units - was.units for _, was, then in places if was.units is not None and then.units is not None),
            ZERO,
        ),
        become_unlimited=sum(becomes for _, becomes in turned),
        stop_being_unlimited=sum(not becomes for _, becomes in turned),
        names=_named(bought),
        turned=_named(turned),
    )


def _named(found: Sequence[tuple[Product, bool]]) -> tuple[tuple[str, str, bool], ...]:
    first = sorted(found, key=lambda each: (each[0].name, each[0].pk))[:NAMED]
    return tuple((product.name, product.sku, becomes) for product, becomes in first)
