"""What the page of a product shows: its stock, its variants, what can be sold of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from catalog.admin.incoming_supply.presenter import SuppliesShown, supplies_shown
from catalog.admin.product.advanced_inventory import AdvancedInventoryDialog, advanced_inventory_dialog
from catalog.admin.product.cells import NO_MANAGE_STOCK, GridCell, salable_cell
from catalog.admin.sources_area import SourcesArea, sources_area
from catalog.forms.fields import EMPTY, TOO_LARGE
from catalog.forms.product_form import ProductForm
from catalog.forms.source_row_form import SourceRowForm
from catalog.models import Product
from catalog.queries.salable import SalableInStock, salable_by_stock
from catalog.queries.stock_grid import stock_grid
from catalog.rules.in_force import ConfiguredPolicy
from catalog.rules.quantity import ZERO, plain
from catalog.rules.salable import Level, can_be_bought, smallest_sale, unguarded_salable_quantity
from catalog.words.setting import NOT_A_NUMBER, NOT_NEGATIVE, TOO_PRECISE, WHOLE


@dataclass(frozen=True)
class VariantRow:
    """One variant: SKU, how it differs, the units at all its sources, the salable quantity per stock."""

    sku: str
    options: str
    is_enabled: bool
    quantity: str
    salable: GridCell
    url: str


def variant_rows(product: Product, *, configured: ConfiguredPolicy) -> tuple[VariantRow, ...]:
    """Return the variants of `product` by SKU; a product that is being added has none."""
    variants = list(product.variants.order_by("sku")) if product.pk else []
    stock = stock_grid(variants, configured=configured)
    return tuple(
        VariantRow(
            sku=variant.sku,
            options=", ".join(f"{name}: {value}" for name, value in variant.options.items()),
            is_enabled=variant.is_enabled,
            quantity=plain(sum((row.quantity for row in stock[variant.pk].at_sources), ZERO)),
            salable=salable_cell(stock[variant.pk], variant.pk),
            url=reverse("admin:catalog_product_change", args=[variant.pk]),
        )
        for variant in variants
    )


DISABLED = "not sold: the product is disabled"


@dataclass(frozen=True)
class SalableLine:
    """One line, "Default Stock: 75 = 25 on hand - 0 reserved - (-50) threshold", and a note where the sum alone would puzzle."""

    stock: str
    salable: str
    sum: str
    note: str
    is_warning: bool


def salable_line(row: SalableInStock) -> SalableLine:
    """Return the line of one stock."""
    if not row.policy.manage_stock:
        if not row.is_enabled:
            return SalableLine(row.stock_name, NO_MANAGE_STOCK, "", DISABLED, is_warning=True)
        return SalableLine(row.stock_name, NO_MANAGE_STOCK, "", _not_counted(row.level), is_warning=False)
    note, is_warning = _note(row)
    return SalableLine(row.stock_name, plain(row.salable), _sum(row), note, is_warning)


def _sum(row: SalableInStock) -> str:
    threshold = plain(row.policy.threshold)
    shown = f"({threshold})" if row.policy.threshold < 0 else threshold
    result = "" if row.is_salable else f" = {plain(unguarded_salable_quantity(row.level, row.policy))}"
    others = f" - {plain(row.level.elsewhere)} of other stocks" if row.level.elsewhere else ""
    return (
        f"{plain(row.level.on_hand)} on hand - {plain(row.level.reserved)} reserved{others} - {shown} threshold{result}"
    )


def _note(row: SalableInStock) -> tuple[str, bool]:
    """Return what the sum does not say, and whether it is a reason why nothing can be sold."""
    stop = _stop(row)
    if stop:
        return stop, True
    if row.is_unlimited:
        return _unlimited(row.level), False
    threshold = row.policy.threshold
    return (f"up to {plain(-threshold)} may be backordered", False) if threshold < 0 else ("", False)


def _stop(row: SalableInStock) -> str:
    if not row.is_enabled:
        return DISABLED
    if row.level.sources_in_stock == 0:
        return "not sold: no enabled source has it In Stock"
    if not row.is_salable:
        return "Out of Stock: nothing is left to sell"
    if not can_be_bought(row.level, row.policy, is_for_sale=row.is_enabled):
        return f"Out of Stock: the smallest quantity sold is {plain(smallest_sale(row.policy))}"
    return ""


def _not_counted(level: Level) -> str:
    """Return what becomes of units that were promised while stock was managed."""
    if level.reserved <= 0:
        return ""
    return f"{plain(level.reserved)} promised to open orders: nothing of it is owed while stock is not managed"


def _unlimited(level: Level) -> str:
    """Return why the number is below zero, in two parts that add up to it: what is owed, and a count that is below zero."""
    parts = []
    if level.owed:
        parts.append(f"{plain(level.owed)} {'is' if level.owed == 1 else 'are'} owed")
    if level.below_zero:
        parts.append(f"the count is {plain(level.below_zero)} below zero")
    return f"unlimited backorders: {' and '.join(parts)}" if parts else "unlimited backorders"


@dataclass(frozen=True)
class Link:
    """A link to another product's page."""

    text: str
    url: str


# What product-numbers.js says, so that both judges use the same words.
NUMBER_MESSAGES = {
    "number": NOT_A_NUMBER,
    "large": TOO_LARGE,
    "precise": TOO_PRECISE,
    "negative": NOT_NEGATIVE,
    "whole": WHOLE,
    "empty": EMPTY,
}


@dataclass(frozen=True)
class ProductPage:
    """The parts of the page. `single` is the row of the one source; `area` the Sources area; never both."""

    single: SourceRowForm | None
    area: SourcesArea | None
    dialog: AdvancedInventoryDialog | None
    salable: tuple[SalableLine, ...]
    variants: tuple[VariantRow, ...]
    variant_of: Link | None
    is_configurable: bool
    supplies: SuppliesShown | None = None
    errors: tuple[str, ...] = ()
    explain_url: str = ""
    number_messages: Mapping[str, str] = field(default_factory=lambda: NUMBER_MESSAGES)


def product_page(form: ProductForm) -> ProductPage:
    """Return the parts of the page for a product that exists or is being added."""
    product = form.instance
    configured = form.configuration.configured_policy()
    if form.advanced is None or form.sources is None:
        variants = variant_rows(product, configured=configured)
        return ProductPage(None, None, None, (), variants, None, is_configurable=True)
    single = form.sources.single
    lines = salable_by_stock([product], configured=configured)[product.pk] if product.pk else ()
    return ProductPage(
        single=single,
        area=None if single else sources_area(form.sources),
        dialog=advanced_inventory_dialog(form.advanced, source=single, configuration=form.configuration),
        salable=tuple(salable_line(line) for line in lines),
        variants=(),
        variant_of=_variant_of(product),
        is_configurable=False,
        supplies=supplies_shown(product) if product.pk else None,
        errors=tuple(form.stock_errors),
        explain_url=reverse("admin:catalog_product_explain", args=[product.pk]) if product.pk else "",
    )


def _variant_of(product: Product) -> Link | None:
    parent = product.variant_of
    if parent is None:
        return None
    name = parent.name if parent.is_enabled else f"{parent.name} (disabled: its variants are not for sale)"
    return Link(name, reverse("admin:catalog_product_change", args=[parent.pk]))
