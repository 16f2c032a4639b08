"""What is offered in the visitor's store: products with their variants, status and address."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from catalog.models import Product
from catalog.queries.prepared import Compiled
from catalog.queries.salable import Position, for_sale, positions
from catalog.rules import configuration as declared
from catalog.rules.availability import Availability, AvailabilityStatus, availability, first_quantity
from catalog.rules.in_force import Configuration
from catalog.rules.quantity import plain
from catalog.storefront.current_store import CurrentStore
from catalog.storefront.picture import COLOUR_OPTIONS, NAMED_TONES
from catalog.words.availability import left_in_words

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

    Two queries, however many products and variants; variants that are not for sale are left out.
    """
    parents = [product.pk for product in products if not product.holds_stock]
    variants = _variants(store.website.pk, parents) if parents else []
    found = positions([*products, *variants], stock=store.stock, configuration=store.configuration, group=store.group)
    threshold = store.configuration.number(declared.ONLY_X_LEFT_THRESHOLD)

    def single(product: Product) -> Offer:
        position = found[product.pk]
        told = availability(position.level, position.policy, outlook=position.outlook, only_x_left_threshold=threshold)
        return Offer(product, position, told)

    choices: defaultdict[int | None, list[Offer]] = defaultdict(list)
    for variant in variants:
        choices[variant.variant_of_id].append(single(variant))
    return [_with_variants(single(product), tuple(choices[product.pk])) for product in products]


@Compiled
def _variants(website: int, parents: Sequence[int]) -> QuerySet[Product]:
    rows = Product.objects.filter(for_sale(website), variant_of__in=parents)
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


def first_day(offer: Offer, *, today: date) -> date | None:
    """Return the day of the first units of what is on backorder; None else: in stock it is now, out of stock nobody knows."""
    told = offer.availability
    return told.day_if(first_quantity(told), today=today) if told.status is AvailabilityStatus.ON_BACKORDER else None


def product_address(product: Product, *, quantity: str = "") -> str:
    """Return the address of the product's page; a variant's is its configurable product's, with its options chosen.

    `quantity` is put into the quantity box. Reads `variant_of` of a variant.
    """
    shown = product.variant_of or product
    return chosen_address(shown, option_fields(product) if product.variant_of else {}, quantity=quantity)


def chosen_address(shown: Product, chosen: Mapping[str, str], *, quantity: str = "") -> str:
    """Return the address of the page of `shown` with the form fields `chosen`, which may name no variant yet."""
    query = urlencode(dict(chosen) | ({"quantity": quantity} if quantity else {}))
    before, after = _around_slug()
    return f"{before}{shown.slug}{after}" + (f"?{query}" if query else "")


@cache
def _around_slug() -> tuple[str, str]:
    """Return what stands around the slug in the address of a product: to ask for each takes half of the time of a long feed."""
    before, after = reverse("storefront:product", kwargs={"slug": "slug-of-it"}).split("slug-of-it")
    return before, after


def options_of(variant: Product) -> dict[str, str]:
    """Return {option: value} of a variant; one that came without options is told apart by its name."""
    named: Mapping[str, object] = variant.options or {"Variant": variant.name}
    return {str(name): str(value) for name, value in named.items()}


def option_fields(variant: Product) -> dict[str, str]:
    """Return {form field: value} that choose the variant."""
    return {OPTION_PREFIX + name: value for name, value in options_of(variant).items()}


@dataclass(frozen=True)
class StockStatus:
    """`text` is empty when the shop does not display it; `kind` (in, back, out) picks the colour; `left` is the X to show.

    `left_means` says what of those units is not there, empty where all are.
    """

    text: str
    kind: str
    left: str
    left_means: str


KINDS = {
    AvailabilityStatus.IN_STOCK: "in",
    AvailabilityStatus.ON_BACKORDER: "back",
    AvailabilityStatus.OUT_OF_STOCK: "out",
}


def stock_status(availability: Availability, configuration: Configuration) -> StockStatus:
    """Return the availability line. "Display Products Availability" off hides the status text and nothing else."""
    shown = configuration.flag(declared.DISPLAY_STOCK_STATUS)
    text, kind, left = availability.status.value if shown else "", KINDS[availability.status], availability.only_left
    if left is None:
        return StockStatus(text, kind, left="", left_means="")
    means = left_in_words(left, availability.left_owed, notifies=availability.notifies)
    return StockStatus(text, kind, left=plain(left), left_means=means)


@dataclass(frozen=True)
class OptionValue:
    """One value to choose. `tone` is the swatch's colour, empty for what is no colour.

    `can_be_bought`: with the other values that are chosen there is a variant to buy.
    """

    label: str
    is_chosen: bool
    can_be_bought: bool
    tone: str


@dataclass(frozen=True)
class OptionChoice:
    """One option with its values; `field` is the form field's name, `chosen` the chosen value or empty."""

    name: str
    field: str
    chosen: str
    values: tuple[OptionValue, ...]


@dataclass(frozen=True)
class VariantChoice:
    """The options, the variant they name (None: not yet, or there is none such), and the names still to be chosen."""

    options: tuple[OptionChoice, ...]
    variant: Offer | None
    missing: tuple[str, ...]

    @property
    def fields(self) -> dict[str, str]:
        """What is chosen so far, as {form field: value}."""
        return {option.field: option.chosen for option in self.options if option.chosen}

    @property
    def colour(self) -> str:
        """The chosen colour's name, or empty."""
        return next((option.chosen for option in self.options if option.name.lower() in COLOUR_OPTIONS), "")


def variant_choice(offer: Offer, typed: Mapping[str, str]) -> VariantChoice:
    """Return the choice as far as it was made; values that do not exist are not chosen, an only value chooses itself."""
    made = [(variant, options_of(variant.product)) for variant in offer.variants]
    names = list(dict.fromkeys(name for _, options in made for name in options))
    values = {name: list(dict.fromkeys(o[name] for _, o in made if name in o)) for name in names}
    chosen = {}
    for name in names:
        wanted = typed.get(OPTION_PREFIX + name)
        if wanted in values[name]:
            chosen[name] = wanted
        elif len(values[name]) == 1:
            chosen[name] = values[name][0]
    options = tuple(_option(name, values[name], chosen, made) for name in names)
    missing = tuple(name for name in names if name not in chosen)
    variant = None if missing else next((variant for variant, options in made if options == chosen), None)
    return VariantChoice(options, variant, missing)


def _option(
    name: str, values: list[str], chosen: Mapping[str, str], made: list[tuple[Offer, dict[str, str]]]
) -> OptionChoice:
    def can_be_bought(value: str) -> bool:
        wanted = dict(chosen) | {name: value}
        return any(
            variant.availability.can_be_bought and wanted.items() <= options.items() for variant, options in made
        )

    is_colour = name.lower() in COLOUR_OPTIONS
    return OptionChoice(
        name=name,
        field=OPTION_PREFIX + name,
        chosen=chosen.get(name, ""),
        values=tuple(
            OptionValue(
                label=value,
                is_chosen=chosen.get(name) == value,
                can_be_bought=can_be_bought(value),
                tone=NAMED_TONES.get(value.lower(), "") if is_colour else "",
            )
            for value in values
        ),
    )
