"""What the product's page shows beside its form: dialog, sources, salable quantities, variants."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from catalog.admin.advanced_inventory_dialog import AdvancedInventoryDialog, advanced_inventory_dialog
from catalog.admin.salable_lines import SalableLine, salable_line
from catalog.admin.sources_area import SourcesArea, sources_area
from catalog.admin.variant_rows import VariantRow, variant_rows
from catalog.forms.product_form import ProductForm
from catalog.forms.source_row_form import SourceRowForm
from catalog.forms.typed_quantity_field import NOT_A_NUMBER, TOO_LARGE
from catalog.forms.use_config_field import EMPTY
from catalog.models import Product
from catalog.queries.salable_by_stock import salable_by_stock
from catalog.rules.advanced_inventory import NOT_NEGATIVE, TOO_PRECISE, WHOLE


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
        errors=tuple(form.stock_errors),
        explain_url=reverse("admin:catalog_product_explain", args=[product.pk]) if product.pk else "",
    )


def _variant_of(product: Product) -> Link | None:
    parent = product.variant_of
    return None if parent is None else Link(parent.name, reverse("admin:catalog_product_change", args=[parent.pk]))
