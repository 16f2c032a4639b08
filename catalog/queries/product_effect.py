"""What a change of one product would do; nothing is stored."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from catalog.models import Product, Stock, StockLevel, StockSourceLink
from catalog.queries.shared_sources import shared_out
from catalog.rules.in_force import ConfiguredPolicy, OwnPolicy, StockPolicy, stock_policy
from catalog.rules.quantity import ZERO
from catalog.rules.salable import Level, can_be_bought, is_salable, salable_quantity
from catalog.rules.shared_sources import Holding, summed_level


@dataclass(frozen=True)
class ProposedStock:
    """A product as typed: its own policy, whether it is enabled, and {source id: (units, In Stock)}."""

    own: OwnPolicy
    is_enabled: bool
    units: Mapping[int, tuple[Decimal, bool]]


@dataclass(frozen=True)
class ProductStanding:
    """Where a product stands in one stock."""

    salable: Decimal
    is_managed: bool
    is_unlimited: bool
    can_be_bought: bool


@dataclass(frozen=True)
class ProductEffect:
    """Where it stands in one stock now, and where it would stand."""

    stock: str
    before: ProductStanding
    after: ProductStanding


def product_effect(
    product: Product, *, own: OwnPolicy, is_enabled: bool, proposed: ProposedStock, configured: ConfiguredPolicy
) -> tuple[ProductEffect, ...]:
    """Return the effect for a product stored with `own` and `is_enabled`, in each stock it is or would be assigned to.

    Three queries, and two where stocks share what is promised. The Default Stock comes first.
    """
    levels = {row.stock_id: row.as_level() for row in StockLevel.objects.filter(product=product)}
    linked: defaultdict[int, dict[int, Holding]] = defaultdict(dict)
    links = StockSourceLink.objects.filter(source_id__in=proposed.units)
    for stock, source, source_is_enabled in links.values_list("stock_id", "source_id", "source__is_enabled"):
        linked[stock][source] = Holding(*proposed.units[source], source_is_enabled)
    counted = {source: held.quantity for each in linked.values() for source, held in each.items() if held.counts}
    old, new = stock_policy(own, configured), stock_policy(proposed.own, configured)
    reserved = dict.fromkeys(linked, ZERO) | {pk: level.reserved for pk, level in levels.items()}
    summed = {pk: summed_level(linked[pk].values(), reserved=units) for pk, units in reserved.items()}
    then = shared_out(product.pk, summed, counted=counted, drawn_on=linked).levels
    found = []
    for stock, name in Stock.objects.order_by("-is_default", "name", "pk").values_list("pk", "name"):
        before, after = levels.get(stock, Level()), then.get(stock, Level())
        if before.sources_assigned or after.sources_assigned:
            found.append(
                ProductEffect(
                    name,
                    before=_standing(before, old, is_enabled=is_enabled),
                    after=_standing(after, new, is_enabled=proposed.is_enabled),
                )
            )
    return tuple(found)


def _standing(level: Level, policy: StockPolicy, *, is_enabled: bool) -> ProductStanding:
    return ProductStanding(
        salable=salable_quantity(level, policy, is_enabled=is_enabled),
        is_managed=policy.manage_stock,
        is_unlimited=policy.manage_stock and policy.is_unlimited and is_salable(level, policy, is_enabled=is_enabled),
        can_be_bought=can_be_bought(level, policy, is_for_sale=is_enabled),
    )
