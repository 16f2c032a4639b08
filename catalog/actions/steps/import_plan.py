"""What a row of a product file makes of its product, judged and planned before anything is written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Self

from catalog.actions.steps.import_file import RefusedRow
from catalog.models import Source, Website
from catalog.models.product import ProductType
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.queries.locks.imported_products import StoredProduct, StoredProducts
from catalog.rules.product_row import COLUMN, ProductRow, Variation
from catalog.rules.product_row_cells import RefusedRowError, shown
from catalog.rules.product_row_columns import INHERITED, InvalidStockError, StockValue, StockValues, merged_stock_values
from catalog.rules.product_setting import USES_DECIMALS
from catalog.rules.quantity import LARGEST, ZERO, plain
from catalog.words.setting import setting_problem_words

NEW = 0  # the id of a product that has none yet

type Units = tuple[Decimal, bool]


@dataclass(frozen=True)
class Shop:
    """What an import needs to know of the shop: website ids by code, the default website, the Default Source.

    `is_net`: the file's quantities are net of open orders, whose units the sender has taken off already (C31).
    """

    websites: Mapping[str, int]
    default_website: int
    default_source: int
    is_net: bool = False

    @classmethod
    def now(cls, *, is_net: bool = False) -> Self:
        """Read it."""
        found = list(Website.objects.all())
        return cls(
            websites={website.code: website.pk for website in found},
            default_website=next(website.pk for website in found if website.is_default),
            default_source=Source.objects.only("pk").get(code=DEFAULT_SOURCE_CODE).pk,
            is_net=is_net,
        )


@dataclass(slots=True, eq=False)
class Placed:
    """A variant and where it belongs from now on: under `parent`, a row of the batch, or under none."""

    product: StoredProduct
    parent: "PlannedRow | None"
    options: Mapping[str, str]


@dataclass(slots=True, eq=False)
class PlannedRow:
    """One row, and what it changes of `product`, which is None for a new one; a new one gets its `pk` when it is written.

    `fields` are columns of the product that become another. None for links, `stock_values` and `units` (quantity and Stock Status
    at the Default Source): leave them as they are.
    """

    row: ProductRow
    product: StoredProduct | None
    product_type: str
    fields: dict[str, str | Decimal | bool]
    website_ids: set[int] | None
    category_ids: set[int] | None = None
    stock_values: StockValues | None = None
    units: Units | None = None
    variants: list[Placed] = field(default_factory=list)
    is_changed: bool = False
    slug: str = ""
    pk: int = NEW

    @property
    def is_new(self) -> bool:
        """Whether the row makes a product."""
        return self.product is None

    @property
    def had_stock(self) -> bool:
        """Whether the product has Advanced Inventory of its own already."""
        return self.product is not None and self.product.own is not None

    @property
    def had_units(self) -> bool:
        """Whether the Default Source holds the product already."""
        return self.product is not None and self.product.quantity is not None

    @property
    def has_changes(self) -> bool:
        """Whether the row changes anything that is stored: the product, its links, its variants or its stock."""
        return self.is_changed or self.stock_values is not None or self.units is not None


def plan_rows(
    rows: Collection[ProductRow], stored: StoredProducts, shop: Shop
) -> tuple[list[PlannedRow], list[RefusedRow]]:
    """Return what the rows make of their products, and those that are refused."""
    planned: list[PlannedRow] = []
    refused: list[RefusedRow] = []
    for row in rows:
        try:
            planned.append(plan_row(row, stored, shop))
        except RefusedRowError as error:
            refused.append(RefusedRow(row.line, shown(row.sku), str(error)))
    return planned, refused


def plan_row(row: ProductRow, stored: StoredProducts, shop: Shop) -> PlannedRow:
    """Return what `row` makes of its product; raises `RefusedRowError` with nothing touched."""
    product = _called(row.sku, stored, "sku")
    product_type = row.type_for(None if product is None else product.product_type)
    if product is None:
        row.refuse_unless_complete()
    website_ids = _website_ids(row, shop, is_new=product is None)
    own = None if product is None else product.own
    try:
        stock_values, is_other = _merged(own, tuple(row.stock.items()))
    except InvalidStockError as error:
        raise RefusedRowError(f"{error.column}: {setting_problem_words(error.problem)}") from error
    if row.quantity is not None and row.quantity % 1 and not stock_values[USES_DECIMALS.name]:
        raise RefusedRowError(
            f"qty: “{plain(row.quantity)}” is no whole number, and the product is kept in whole units"
        )
    variants = [(_variant(listed, stored), listed.options) for listed in row.variations]

    fields = {"product_type": product_type, **row.fields}
    if product is not None:
        fields = {name: value for name, value in fields.items() if getattr(product, name) != value}
    plan = PlannedRow(row, product, product_type, fields, website_ids)
    plan.is_changed, plan.pk = bool(fields), NEW if product is None else product.pk
    if product_type != ProductType.CONFIGURABLE:
        if is_other:
            plan.stock_values = stock_values
        plan.units = _units(plan, stored, shop)
    if variants:
        _plan_variants(plan, variants, stored)
    return plan


@lru_cache(maxsize=20_000)  # a shop has some dozens of combinations, not one a product
def _merged(own: tuple[StockValue, ...] | None, given: tuple[tuple[str, StockValue], ...]) -> tuple[StockValues, bool]:
    """Return Advanced Inventory after the row, and whether it is another than before."""
    stored = INHERITED if own is None else dict(zip(INHERITED, own, strict=True))
    merged = merged_stock_values(stored, dict(given))
    return merged, merged != stored


def _called(sku: str, stored: StoredProducts, column: str) -> StoredProduct | None:
    """Return the product with that SKU in any case. Refuses twins of an old shop, unless one of them is written so."""
    found = stored.called(sku)
    if len(found) > 1:
        spelt = " and ".join(shown(product.sku) for product in found)
        raise RefusedRowError(
            f"{column}: {spelt} differ by letter case alone; write the one that is meant as it is written"
        )
    return found[0] if found else None


def _website_ids(row: ProductRow, shop: Shop, *, is_new: bool) -> set[int] | None:
    """A new product that names no website is sold on the default one: on none, nobody would ever see it."""
    if row.websites is None:
        return {shop.default_website} if is_new else None
    unknown = [code for code in row.websites if code not in shop.websites]
    if unknown:
        raise RefusedRowError(f"product_websites: there is no website “{shown(unknown[0])}”")
    return {shop.websites[code] for code in row.websites}


def _units(plan: PlannedRow, stored: StoredProducts, shop: Shop) -> Units | None:
    """Return the units at the Default Source if the row changes them: made for a new product, and when a quantity is given.

    The status is changed only where the row gives one: quantity 0 stays In Stock, and buyable with backorders (C32, C33).
    """
    row, product = plan.row, plan.product
    given = row.quantity
    if product is None:
        return ZERO if given is None else given, True if row.is_in_stock is None else row.is_in_stock
    if product.quantity is None and given is None:
        return None
    if given is not None and shop.is_net:
        # What open orders hold lies on the shelf until it ships.
        given = min(given + stored.promised.get(product.pk, ZERO), LARGEST)
    # A product that was not assigned is In Stock with nothing.
    has = (ZERO if product.quantity is None else product.quantity, product.is_in_stock is not False)
    wanted = (has[0] if given is None else given, has[1] if row.is_in_stock is None else row.is_in_stock)
    return None if product.quantity is not None and wanted == has else wanted


def _variant(listed: Variation, stored: StoredProducts) -> StoredProduct:
    variant = _called(listed.sku, stored, COLUMN)
    if variant is None:
        raise RefusedRowError(f"{COLUMN}: there is no product {shown(listed.sku)}")
    if variant.product_type == ProductType.CONFIGURABLE:
        raise RefusedRowError(f"{COLUMN}: {shown(listed.sku)} is itself configurable")
    return variant


def _plan_variants(
    plan: PlannedRow, variants: list[tuple[StoredProduct, Mapping[str, str]]], stored: StoredProducts
) -> None:
    """Make the listed products the variants; those that it had and the row no longer lists stand alone again."""
    listed = {variant.pk for variant, _ in variants}
    for variant, options in variants:
        if not variant.is_under(plan.product, options):
            plan.variants.append(Placed(variant, plan, options))
            variant.variant_of = plan.pk
    for variant in [] if plan.is_new else stored.variants[plan.pk]:
        # Another row of the batch may have taken it meanwhile.
        if variant.pk not in listed and variant.variant_of == plan.pk:
            plan.variants.append(Placed(variant, None, {}))
            variant.variant_of = None
    plan.is_changed = plan.is_changed or bool(plan.variants)
    if plan.is_new and "price" not in plan.row.fields:
        plan.fields["price"] = min(variant.price for variant, _ in variants)
