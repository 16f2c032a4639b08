"""Rows of "SKU, Qty" as staff type them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django import forms

from backorders.queries.products_named import LONGEST_WORD, products_named
from catalog.forms.fields import TOO_MANY as TOO_LARGE
from catalog.forms.fields import BoughtQuantityField
from catalog.models import Product
from catalog.rules.quantity import LARGEST, plain

BLANK_QUANTITY = "1"
VARIANTS_NAMED = 5


@dataclass(frozen=True)
class TypedRow:
    """One row. `product` and `units` are None when what was typed names none; `problem` then says why."""

    sku: str
    quantity: str
    product: Product | None = None
    units: Decimal | None = None
    problem: str = ""


def typed_rows(typed: Sequence[tuple[str, str]]) -> tuple[TypedRow, ...]:
    """Return the rows of (SKU or name, quantity) that are not blank, all rows of one product added up (C25).

    A product goes by its SKU, in any case, or by its whole name. Nothing that was typed is lost.
    """
    cleaned = [(_clean(sku), _clean(quantity)) for sku, quantity in typed]
    filled = [(sku, quantity) for sku, quantity in cleaned if sku or quantity not in {"", BLANK_QUANTITY}]
    named = products_named({sku for sku, _ in filled if sku})
    rows: list[TypedRow] = []
    for row in (_row(sku, quantity, named.get(sku, [])) for sku, quantity in filled):
        same = next((n for n, other in enumerate(rows) if _can_join(other, row)), None)
        if same is None:
            rows.append(row)
        else:
            rows[same] = _joined(rows[same], row)
    return tuple(rows)


def _clean(text: str) -> str:
    return text.replace("\0", "").strip()[:LONGEST_WORD]


def _row(sku: str, quantity: str, found: Sequence[Product]) -> TypedRow:
    if not sku:
        return TypedRow(sku, quantity, problem="Please enter a SKU, or search for the product.")
    if not found:
        return TypedRow(sku, quantity, problem=f"There is no product “{sku}”.")
    if len(found) > 1:
        return TypedRow(sku, quantity, problem=f"There are {len(found)} products “{sku}”. Please enter the SKU.")
    product = found[0]
    if not product.holds_stock:
        variants = list(product.variants.order_by("sku").values_list("sku", flat=True)[: VARIANTS_NAMED + 1])
        named = ", ".join(variants[:VARIANTS_NAMED]) + (", …" if len(variants) > VARIANTS_NAMED else "")
        choice = f" Please choose a variant: {named}." if variants else " It has no variants yet."
        return TypedRow(sku, quantity, problem=f"“{product.name}” comes in several variants.{choice}")
    try:
        units = BoughtQuantityField().clean(quantity)
    except forms.ValidationError as error:
        return TypedRow(product.sku, quantity, product, problem=" ".join(error.messages))
    return TypedRow(product.sku, plain(units) if units is not None else quantity, product, units)


def _can_join(one: TypedRow, other: TypedRow) -> bool:
    return one.product is not None and one.product == other.product and None not in {one.units, other.units}


def _joined(one: TypedRow, other: TypedRow) -> TypedRow:
    units = (one.units or Decimal(0)) + (other.units or Decimal(0))
    if units > LARGEST:
        return replace(one, problem=TOO_LARGE, units=None, quantity=plain(units))
    return replace(one, units=units, quantity=plain(units))
