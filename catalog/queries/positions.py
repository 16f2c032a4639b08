"""Levels and policies of many products, for actions and presenters: two queries, however many products."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.models import Product, Stock, StockItem, StockLevel
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.salable import Level
from catalog.rules.stock_policy import OwnPolicy, StockPolicy, stock_policy


@dataclass(frozen=True)
class Position:
    """Where one product stands in one stock: its level and the policy in force."""

    level: Level
    policy: StockPolicy


def positions(
    products: Iterable[Product], *, stock: Stock, configuration: Configuration, group: str | None = None
) -> dict[int, Position]:
    """Return {product id: position} for `products` in `stock`, under `configuration`, for a customer group (None: ALL GROUPS)."""
    ids = [product.pk for product in products]
    configured = configuration.configured_policy(group)
    own = {item.product_id: item.own_policy() for item in StockItem.objects.filter(product_id__in=ids)}
    levels = {row.product_id: row.as_level() for row in StockLevel.objects.filter(stock=stock, product_id__in=ids)}
    return {pk: Position(levels.get(pk, Level()), stock_policy(own.get(pk, OwnPolicy()), configured)) for pk in ids}
