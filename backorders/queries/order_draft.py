"""The items that staff type into an order: products by name, judged."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from backorders.rules.placing import refusals
from catalog.models import Product, Stock, Website
from catalog.models.fields import SkuKey
from catalog.models.product import ProductType
from catalog.queries.salable import for_sale, positions
from catalog.rules.availability import Availability, availability
from catalog.rules.in_force import Configuration
from catalog.rules.product_key import sku_key
from catalog.rules.quantity import ZERO
from catalog.rules.salable import Refusal


@dataclass(frozen=True)
class JudgedItem:
    """`quantity` units of a product. `owed` is the part that would be backordered, in either mode; 0 when it is refused."""

    product: Product
    quantity: Decimal
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
    rows = Product.objects.filter(for_sale(website.pk), pk__in=[product.pk for product in wanted])
    sold = frozenset(rows.values_list("pk", flat=True))
    found = positions(wanted, stock=stock, configuration=configuration, group=group)
    refused = refusals(
        {product.pk: units for product, units in wanted.items()},
        {pk: (position.level, position.policy) for pk, position in found.items()},
        for_sale=sold,
    )
    judged = {}
    for product, units in wanted.items():
        position, refusal = found[product.pk], refused.get(product.pk)
        told = availability(position.level, position.policy, outlook=position.outlook, is_for_sale=product.pk in sold)
        owed = told.owed_if(units) if refusal is None else ZERO
        judged[product.pk] = JudgedItem(product, units, told, refusal, owed)
    return judged


# The longest column that is searched.
LONGEST_WORD = 255


def products_named(words: Collection[str]) -> dict[str, list[Product]]:
    """Return {word: the products it may mean}: the one with that SKU, in whatever case, else those with that name.

    Twins of an old shop, which differ by case alone, go by the SKU as it is written. One query when every word is a SKU, else two.
    """
    keys = {sku_key(word) for word in words}
    found = list(_sorted(Product.objects.alias(key=SkuKey("sku")).filter(key__in=keys)))
    named: dict[str, list[Product]] = {}
    for word in words:
        same = [product for product in found if sku_key(product.sku) == sku_key(word)]
        named[word] = [product for product in same if product.sku == word] or same
    others = {word.lower() for word, products in named.items() if not products}
    if not others:
        return named
    near = list(_sorted(Product.objects.alias(low_name=Lower("name")).filter(low_name__in=others)))
    for word, products in named.items():
        named[word] = products or [product for product in near if product.name.lower() == word.lower()]
    return named


def products_like(words: str, *, website: Website, first: int) -> list[Product]:
    """Return the `first` products that `website` sells and that have every word of `words` in SKU or name. One query."""
    found = Product.objects.filter(for_sale(website.pk)).exclude(product_type=ProductType.CONFIGURABLE)
    parts = words.replace("\0", "")[:LONGEST_WORD].split()
    if not parts:
        return []
    for part in parts:
        found = found.filter(Q(sku__icontains=part) | Q(name__icontains=part))
    return list(_sorted(found)[:first])


def _sorted(products: QuerySet[Product]) -> QuerySet[Product]:
    return products.select_related("variant_of").defer("description", "variant_of__description").order_by("name", "pk")
