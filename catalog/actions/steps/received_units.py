"""Units of products come to a source: all of them, or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import User
from django.db.models import F

from catalog.actions.steps.row import record_changes
from catalog.models import Product, Source, SourceItem
from catalog.queries.locks.product import SelectedProducts, lock_items_at, lock_selected_products, locked_source
from catalog.queries.units_come import units_come
from catalog.rules.quantity import LARGEST, InvalidQuantityError, plain
from catalog.words.refusal import Refused


class SourcesChanged(Refused):
    """The rows cannot be saved as typed, because of what others did meanwhile; nothing was saved. `problems` say which."""


class HoldsNoStock(Refused):
    """A configurable product has no source items: its variants have."""


class NotReceived(Exception):
    """Nothing was received. `problems` are {product id: why not}, each the exception that it is for a product alone."""

    def __init__(self, problems: Mapping[int, Exception]) -> None:
        """Keep them."""
        super().__init__("; ".join(map(str, problems.values())))
        self.problems = dict(problems)


def holds_no_stock(product: Product) -> HoldsNoStock:
    """Return the refusal of units of a product that comes in variants."""
    return HoldsNoStock(f"{product} has no sources of its own: its variants have.")


def too_many_there(source: str, units: Decimal) -> str:
    """Return the sentence that refuses so many units at a source."""
    return f"{source}: {plain(units)} is more than can be stored."


def in_whole_units(product: Product, units: Decimal) -> InvalidQuantityError:
    """Return the refusal of a fraction."""
    return InvalidQuantityError(units, f"{product.sku}: {plain(units)} units, but it is kept in whole units only.")


def one_product(product: Product, units: Decimal) -> dict[Product, Decimal]:
    """Return {product: units}. Raises `Product.DoesNotExist` for one that was never saved."""
    if product.pk is None:
        raise Product.DoesNotExist
    return {product: units}


@dataclass(frozen=True)
class LockedShelf:
    """A source and products, locked until the commit, with what lies there of them: {product id: item}."""

    source: Source
    products: SelectedProducts
    items: Mapping[int, SourceItem]


def locked_shelf(source: Source, units: Mapping[Product, Decimal]) -> LockedShelf:
    """Lock what receiving `units` writes, before anything is read. Eight statements. Raises `Source.DoesNotExist`."""
    products = lock_selected_products(sorted(product.pk for product in units))
    there = locked_source(source.pk)
    lock_items_at(there.pk, products.skus)
    items = SourceItem.objects.filter(source=there, product__in=products.skus)
    return LockedShelf(there, products, {item.product_id: item for item in items})


def receive_units(shelf: LockedShelf, units: Mapping[Product, Decimal], *, by: User | None) -> None:
    """Add `units` {product: above zero} to what lies on the shelf; a product that was not assigned there is, In Stock.

    A status that staff set stays. Statements do not grow with the products. Raises `NotReceived`: `InvalidQuantityError` for a
    fraction of what is kept in whole units, `SourcesChanged` when the sum cannot be stored, `HoldsNoStock`, `Product.DoesNotExist`.
    """
    missing = {product.pk for product in units} - shelf.products.skus.keys()
    there_still = set(Product.objects.filter(pk__in=missing).values_list("pk", flat=True)) if missing else set()
    problems = dict[int, Exception]()
    for product, came in units.items():
        if product.pk in missing and product.pk not in there_still:
            problems[product.pk] = Product.DoesNotExist(f"{product} was deleted.")
        elif why := _why_not(shelf, product, came):
            problems[product.pk] = why
    if problems:
        raise NotReceived(problems)
    changes = [(product, _take(shelf, product, came)) for product, came in units.items()]
    found = [shelf.items[product.pk] for product in units if product.pk in shelf.items]
    # One statement per kind, so that the triggers see each set of rows once and lock the levels in one order.
    SourceItem.objects.bulk_create(
        SourceItem(source=shelf.source, product=product, quantity=came)
        for product, came in units.items()
        if product.pk not in shelf.items
    )
    if found:
        ids = {product.pk: came for product, came in units.items()}
        rows = SourceItem.objects.filter(pk__in=[item.pk for item in found])
        # Not row by row: each of a thousand would be compared with a thousand cases.
        rows.update(quantity=F("quantity") + units_come(ids))
    record_changes(changes, by=by)


def _why_not(shelf: LockedShelf, product: Product, came: Decimal) -> Exception | None:
    if product.pk not in shelf.products.skus:
        return holds_no_stock(product)
    own = shelf.products.own.get(product.pk)
    if came % 1 and not (own and own.is_qty_decimal):
        return in_whole_units(product, came)
    item = shelf.items.get(product.pk)
    if item is not None and item.quantity + came > LARGEST:
        return SourcesChanged(too_many_there(shelf.source.name, item.quantity + came))
    return None


def _take(shelf: LockedShelf, product: Product, came: Decimal) -> str:
    """Add the units to the item that is there, and return the line of the product's history."""
    item = shelf.items.get(product.pk)
    if item is None:
        return f"{shelf.source.name}: assigned with {plain(came)}"
    before = item.quantity
    item.quantity += came
    return f"{shelf.source.name}: quantity {plain(before)} → {plain(item.quantity)}"
