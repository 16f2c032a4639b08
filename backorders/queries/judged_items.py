"""Products that staff put into an order, judged: may they be sold, and what of them would be backordered?"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef

from backorders.rules.promise import refusals
from catalog.models import Product, Stock, Website
from catalog.queries.salable import positions
from catalog.rules.availability import Availability, availability
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.quantity import ZERO
from catalog.rules.quantity_limits import Refusal


@dataclass(frozen=True)
class JudgedItem:
    """`units` of a product. `owed` is the part that would be backordered, in either backorder mode; 0 when it is refused."""

    product: Product
    units: Decimal
    availability: Availability
    refusal: Refusal | None
    owed: Decimal


def judged_items(
    wanted: Mapping[Product, Decimal],
    *,
    website: Website,
    stock: Stock,
    configuration: Configuration,
    group: str | None = None,
) -> dict[int, JudgedItem]:
    """Return {product id: judged} for `wanted` {product: units}, as `place_order` will judge them for `group`. Three queries."""
    listed = Product.websites.through.objects.filter(product_id=OuterRef("pk"), website_id=website.pk)
    for_sale = frozenset(
        Product.objects.filter(Exists(listed), pk__in=[product.pk for product in wanted], is_enabled=True).values_list(
            "pk", flat=True
        )
    )
    found = positions(wanted, stock=stock, configuration=configuration, group=group)
    refused = refusals(
        {product.pk: units for product, units in wanted.items()},
        {pk: (position.level, position.policy) for pk, position in found.items()},
        enabled=for_sale,
    )
    judged = {}
    for product, units in wanted.items():
        position, refusal = found[product.pk], refused.get(product.pk)
        told = availability(position.level, position.policy, is_enabled=product.pk in for_sale)
        owed = told.owed_if(units) if refusal is None else ZERO
        judged[product.pk] = JudgedItem(product, units, told, refusal, owed)
    return judged
