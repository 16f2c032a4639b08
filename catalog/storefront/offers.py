"""Products as a shop offers them: with what the shopper is told about each, and the variants to choose from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet

from catalog.models import Product
from catalog.queries.positions import Position, positions
from catalog.rules import configuration as declared
from catalog.rules.availability import Availability, AvailabilityStatus, availability
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
    """Return `products` as offered in `store`, in their order: three queries, however many products and variants."""
    parents = [product.pk for product in products if not product.holds_stock]
    variants = list(_variants(parents, store)) if parents else []
    found = positions([*products, *variants], stock=store.stock, configuration=store.configuration, group=store.group)
    threshold = store.configuration.number(declared.ONLY_X_LEFT_THRESHOLD)

    def single(product: Product) -> Offer:
        position = found[product.pk]
        told = availability(
            position.level, position.policy, only_x_left_threshold=threshold, is_enabled=product.is_enabled
        )
        return Offer(product, position, told)

    choices: defaultdict[int | None, list[Offer]] = defaultdict(list)
    for variant in variants:
        choices[variant.variant_of_id].append(single(variant))
    return [_with_variants(single(product), tuple(choices[product.pk])) for product in products]


def _variants(parents: list[int], store: CurrentStore) -> QuerySet[Product]:
    rows = Product.objects.filter(variant_of__in=parents, is_enabled=True, websites=store.website)
    # Descriptions are long, and a variant is described by its parent.
    return rows.defer("description", "short_description").order_by("pk")


def _with_variants(own: Offer, variants: tuple[Offer, ...]) -> Offer:
    if own.product.holds_stock:
        return own
    told = (own.availability, *(variant.availability for variant in variants))
    best = min(told, key=lambda availability: BEST_FIRST.index(availability.status))
    # "Only 2 left" of one size says nothing about the others.
    return replace(own, availability=replace(best, only_left=None), variants=variants)
