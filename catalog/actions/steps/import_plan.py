"""What a product file asks for, judged and planned before anything is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self

from catalog.actions.steps.import_file import FileRow, ProductFile, RefusedRow, RemarkedRow
from catalog.models import Product, Source, SourceItem, StockItem, Website
from catalog.models.product import ProductType
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.queries.locks.imported_products import StoredProducts
from catalog.rules.csv_file import DECIMALS
from catalog.rules.product_key import sku_key
from catalog.rules.product_row import COLUMN, ProductRow, Variation, product_row
from catalog.rules.product_row_cells import RefusedRowError, shown
from catalog.rules.product_row_columns import INHERITED, InvalidStockError, StockValues, merged_stock_values
from catalog.rules.product_setting import USES_DECIMALS
from catalog.rules.quantity import LARGEST, plain
from catalog.words.setting import setting_problem_words


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


@dataclass
class PlannedRow:
    """One row with its product as it will be written. None for links and items: leave them as they are."""

    row: ProductRow
    product: Product
    is_new: bool
    is_changed: bool = False
    has_new_slug: bool = False
    website_ids: set[int] | None = None
    category_ids: set[int] | None = None
    stock_item: StockItem | None = None
    source_item: SourceItem | None = None
    variants: list[Product] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        """Whether the row changes anything that is stored: the product, its links, its variants or its stock."""
        return self.is_changed or self.stock_item is not None or self.source_item is not None

    def set_fields(self, values: Mapping[str, Any]) -> None:
        """Set columns of the product, and remember whether one of them changed."""
        for name, value in values.items():
            if getattr(self.product, name) != value:
                setattr(self.product, name, value)
                self.is_changed = True


def plan_row(row: ProductRow, stored: StoredProducts, shop: Shop) -> PlannedRow:
    """Return what `row` makes of its product; raises `RefusedRowError` with nothing touched."""
    product = _called(row.sku, stored, "sku")
    is_new = product is None
    product_type = row.type_for(None if product is None else product.product_type)
    if is_new:
        row.refuse_unless_complete()
    website_ids = _website_ids(row, shop, is_new=is_new)
    target = Product(sku=row.sku, price=Decimal(0)) if product is None else product
    own = None if is_new else stored.stock_items.get(target.pk)
    stored_values = INHERITED if own is None else {name: getattr(own, name) for name in INHERITED}
    stock_values = _stock_values(stored_values, row)
    if row.quantity is not None and row.quantity % 1 and not stock_values[USES_DECIMALS.name]:
        raise RefusedRowError(
            f"qty: “{plain(row.quantity)}” is no whole number, and the product is kept in whole units"
        )
    variants = [(_variant(listed, stored), listed.options) for listed in row.variations]

    plan = PlannedRow(row, target, is_new, website_ids=website_ids)
    plan.set_fields({"product_type": product_type, **row.fields})
    if target.holds_stock:
        if stock_values != stored_values:
            plan.stock_item = own or StockItem(product=target)
            for name, value in stock_values.items():
                setattr(plan.stock_item, name, value)
        plan.source_item = _source_item(plan, stored, shop)
    if variants:
        _plan_variants(plan, variants, stored)
    return plan


def _stock_values(stored: StockValues, row: ProductRow) -> StockValues:
    try:
        return merged_stock_values(stored, row.stock)
    except InvalidStockError as error:
        raise RefusedRowError(f"{error.column}: {setting_problem_words(error.problem)}") from error


def _called(sku: str, stored: StoredProducts, column: str) -> Product | None:
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


def _source_item(plan: PlannedRow, stored: StoredProducts, shop: Shop) -> SourceItem | None:
    """Return the units at the Default Source if the row changes them: made for a new product, and when a quantity is given.

    The status is changed only where the row gives one: quantity 0 stays In Stock, and buyable with backorders (C32, C33).
    """
    row = plan.row
    item = None if plan.is_new else stored.source_items.get(plan.product.pk)
    if item is None and not plan.is_new and row.quantity is None:
        return None
    quantity = Decimal(0) if item is None else item.quantity
    is_in_stock = True if item is None else item.is_in_stock
    given = row.quantity
    if given is not None and shop.is_net and not plan.is_new:
        # What open orders hold lies on the shelf until it ships.
        given = min(given + stored.promised.get(plan.product.pk, Decimal(0)), LARGEST)
    wanted = SourceItem(
        product=plan.product,
        source_id=shop.default_source,
        quantity=quantity if given is None else given,
        is_in_stock=is_in_stock if row.is_in_stock is None else row.is_in_stock,
    )
    if item is not None and (item.quantity, item.is_in_stock) == (wanted.quantity, wanted.is_in_stock):
        return None
    return wanted


def _variant(listed: Variation, stored: StoredProducts) -> Product:
    variant = _called(listed.sku, stored, COLUMN)
    if variant is None:
        raise RefusedRowError(f"{COLUMN}: there is no product {shown(listed.sku)}")
    if variant.product_type == ProductType.CONFIGURABLE:
        raise RefusedRowError(f"{COLUMN}: {shown(listed.sku)} is itself configurable")
    return variant


def _plan_variants(plan: PlannedRow, variants: list[tuple[Product, Mapping[str, str]]], stored: StoredProducts) -> None:
    """Make the listed products the variants; those that it had and the row no longer lists stand alone again."""
    parent = plan.product
    for variant, options in variants:
        if plan.is_new or variant.variant_of_id != parent.pk or variant.options != options:
            variant.variant_of, variant.options = parent, dict(options)
            plan.variants.append(variant)
    listed = {variant.pk for variant, _ in variants}
    had = [] if plan.is_new else stored.variants[parent.pk]
    for variant in had:
        # Another row of the batch may have taken it meanwhile.
        if variant.pk not in listed and variant.variant_of_id == parent.pk:
            variant.variant_of, variant.options = None, {}
            plan.variants.append(variant)
    plan.is_changed = plan.is_changed or bool(plan.variants)
    if plan.is_new and "price" not in plan.row.fields:
        parent.price = min(variant.price for variant, _ in variants)


@dataclass
class RowJudge:
    """Reads a file row by row and keeps account of the rows that are not imported.

    One row decides for a product, and one configurable product for a variant: were the later one to win, a second import of
    the same file would change everything again. Memory grows with SKUs alone, not with what the rows say about them.
    """

    file: ProductFile
    refused: list[RefusedRow] = field(default_factory=list)
    remarked: list[RemarkedRow] = field(default_factory=list)
    skipped: int = 0
    _configurable_lines: set[int] = field(default_factory=set)
    _lines: dict[str, int] = field(default_factory=dict)
    _listed: dict[str, int] = field(default_factory=dict)

    def rows(self) -> Iterator[ProductRow]:
        """Yield what the rows say, but for those that list variants: the variants may stand below them."""
        for raw in self.file.rows():
            if not raw.problem and raw.values.get("store_view_code", "").strip():
                self.skipped += 1
                continue
            try:
                row = self._judged(raw)
            except RefusedRowError as error:
                self.refused.append(RefusedRow(raw.line, shown(raw.values.get("sku", "")), str(error)))
                continue
            if row.variations:
                self._configurable_lines.add(raw.line)
            else:
                yield row

    def rows_with_variants(self) -> Iterator[ProductRow]:
        """Yield what `rows` left out, reading the file again: rows are too large to be kept."""
        if self._configurable_lines:
            for raw in self.file.rows():
                if raw.line in self._configurable_lines:
                    yield self._read(raw)

    def _read(self, raw: FileRow) -> ProductRow:
        return product_row(raw.line, raw.values, decimal=DECIMALS.get(self.file.told.decimal or ""))

    def _judged(self, raw: FileRow) -> ProductRow:
        if raw.problem:
            raise RefusedRowError(raw.problem)
        row = self._read(raw)
        first = self._lines.setdefault(sku_key(row.sku), row.line)
        if first != row.line:
            raise RefusedRowError(f"sku: line {first} is about the same product")
        for variation in row.variations:
            if sku_key(variation.sku) in self._listed:
                line = self._listed[sku_key(variation.sku)]
                raise RefusedRowError(f"{COLUMN}: {shown(variation.sku)} is already a variant of line {line}")
        self.remarked.extend(RemarkedRow(row.line, shown(row.sku), remark) for remark in row.remarks)
        self._listed.update((sku_key(variation.sku), row.line) for variation in row.variations)
        return row
