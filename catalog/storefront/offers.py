"""What is offered in the visitor's store: products with their variants, status and address.

Products as a shop offers them: with what the shopper is told about each, and the variants to choose from.
Where a product is looked at.
The availability line of a product: its status, and "Only X left".
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from catalog.models import Product
from catalog.queries.salable import Position, for_sale, positions
from catalog.rules import configuration as declared
from catalog.rules.availability import Availability, AvailabilityStatus, availability
from catalog.rules.in_force import Configuration
from catalog.rules.quantity import plain
from catalog.storefront.current_store import CurrentStore

BEST_FIRST = (AvailabilityStatus.IN_STOCK, AvailabilityStatus.ON_BACKORDER, AvailabilityStatus.OUT_OF_STOCK)


@dataclass(frozen=True)
class Offer:
    """One product and its availability; a configurable product has that of its best variant."""

    product: Product
    position: Position
    availability: Availability
    variants: tuple["Offer", ...] = ()

    @property
    def prices(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest price that a shopper may pay for one unit."""
        buyable = [offer for offer in self.variants if offer.availability.can_be_bought]
        prices = [offer.product.price for offer in buyable or self.variants] or [self.product.price]
        return min(prices), max(prices)


def offers(products: Sequence[Product], store: CurrentStore) -> list[Offer]:
    """Return `products`, all of them for sale in `store`, as offered there, in their order.

    Three queries, however many products and variants; variants that are not for sale are left out.
    """
    parents = [product.pk for product in products if not product.holds_stock]
    variants = list(_variants(parents, store)) if parents else []
    found = positions([*products, *variants], stock=store.stock, configuration=store.configuration, group=store.group)
    threshold = store.configuration.number(declared.ONLY_X_LEFT_THRESHOLD)

    def single(product: Product) -> Offer:
        position = found[product.pk]
        told = availability(position.level, position.policy, only_x_left_threshold=threshold)
        return Offer(product, position, told)

    choices: defaultdict[int | None, list[Offer]] = defaultdict(list)
    for variant in variants:
        choices[variant.variant_of_id].append(single(variant))
    return [_with_variants(single(product), tuple(choices[product.pk])) for product in products]


def _variants(parents: list[int], store: CurrentStore) -> QuerySet[Product]:
    rows = Product.objects.filter(for_sale(store.website.pk), variant_of__in=parents)
    # Descriptions are long, and a variant is described by its parent.
    return rows.defer("description", "short_description").order_by("pk")


def _with_variants(own: Offer, variants: tuple[Offer, ...]) -> Offer:
    if own.product.holds_stock:
        return own
    told = (own.availability, *(variant.availability for variant in variants))
    best = min(told, key=lambda availability: BEST_FIRST.index(availability.status))
    # "Only 2 left" of one size says nothing about the others.
    return replace(own, availability=replace(best, only_left=None), variants=variants)


OPTION_PREFIX = "option-"


def product_address(product: Product, *, quantity: str = "") -> str:
    """Return the address of the product's page; a variant's is its configurable product's, with its options chosen.

    `quantity` is put into the quantity box. Reads `variant_of` of a variant.
    """
    shown = product.variant_of or product
    return chosen_address(shown, option_fields(product) if product.variant_of else {}, quantity=quantity)


def chosen_address(shown: Product, chosen: Mapping[str, str], *, quantity: str = "") -> str:
    """Return the address of the page of `shown` with the form fields `chosen`, which may name no variant yet."""
    query = urlencode(dict(chosen) | ({"quantity": quantity} if quantity else {}))
    return reverse("storefront:product", kwargs={"slug": shown.slug}) + (f"?{query}" if query else "")


def options_of(variant: Product) -> dict[str, str]:
    """Return {option: value} of a variant; one that came without options is told apart by its name."""
    named: Mapping[str, object] = variant.options or {"Variant": variant.name}
    return {str(name): str(value) for name, value in named.items()}


def option_fields(variant: Product) -> dict[str, str]:
    """Return {form field: value} that choose the variant."""
    return {OPTION_PREFIX + name: value for name, value in options_of(variant).items()}


@dataclass(frozen=True)
class StockStatus:
    """`text` is empty when the shop does not display it; `kind` (in, back, out) picks the colour; `left` is the X to show."""

    text: str
    kind: str
    left: str


KINDS = {
    AvailabilityStatus.IN_STOCK: "in",
    AvailabilityStatus.ON_BACKORDER: "back",
    AvailabilityStatus.OUT_OF_STOCK: "out",
}


def stock_status(availability: Availability, configuration: Configuration) -> StockStatus:
    """Return the availability line. "Display Products Availability" off hides the status text and nothing else."""
    shown = configuration.flag(declared.DISPLAY_STOCK_STATUS)
    return StockStatus(
        text=availability.status.value if shown else "",
        kind=KINDS[availability.status],
        left="" if availability.only_left is None else plain(availability.only_left),
    )
