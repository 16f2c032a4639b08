"""Where a product is looked at."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from catalog.models import Product

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
