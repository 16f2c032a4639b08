"""The rows of the page of counts: as they are stored, or as they were typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from catalog.forms.stock_count_form import SHOWN, TYPED, StockCountForm
from catalog.models import Product
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class CountRow:
    """A product at the source. `shown` and `typed` are empty where it is not assigned; `problem` says why it was refused."""

    pk: int
    sku: str
    name: str
    link: str
    shown_name: str
    typed_name: str
    shown: str
    typed: str
    problem: str = ""


def stored_rows(products: Iterable[Product]) -> list[CountRow]:
    """Return the rows of `products`, which have `on_hand`."""
    return [_row(product, _stored(product), _stored(product)) for product in products]


def typed_rows(form: StockCountForm) -> list[CountRow]:
    """Return the rows as they were typed; what was not typed anew is as it is stored by now."""
    return [_typed(product, form) for product in form.products]


def _typed(product: Product, form: StockCountForm) -> CountRow:
    typed, shown, problem = (each.get(product.pk, "") for each in (form.typed, form.shown, form.row_problems))
    if typed.strip() == shown and not problem:
        return _row(product, _stored(product), _stored(product))
    return _row(product, shown, typed, problem)


def _row(product: Product, shown: str, typed: str, problem: str = "") -> CountRow:
    return CountRow(
        pk=product.pk,
        sku=product.sku,
        name=product.name,
        link=reverse("admin:catalog_product_change", args=(product.pk,)),
        shown_name=f"{SHOWN}{product.pk}",
        typed_name=f"{TYPED}{product.pk}",
        shown=shown,
        typed=typed,
        problem=problem,
    )


def _stored(product: Any) -> str:
    return "" if product.on_hand is None else plain(product.on_hand)
