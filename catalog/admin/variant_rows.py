"""The variants of a configurable product, in the place of its stock."""

from dataclasses import dataclass

from django.urls import reverse

from catalog.admin.product_grid import GridCell, salable_cell
from catalog.models import Product
from catalog.queries.stock_grid import stock_grid
from catalog.rules.quantity import ZERO, plain
from catalog.rules.stock_policy import ConfiguredPolicy


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
