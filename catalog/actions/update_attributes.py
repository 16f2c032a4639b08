"""Update attributes: Advanced Inventory of many products at once, only the fields that were chosen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import batched
from typing import Any

from django.db import transaction

from catalog.models import ConfigurationValue, Product, Source, SourceItem, StockItem
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.queries.effect import StockEffect
from catalog.queries.locks.product import SelectedProducts, lock_items_at, lock_selected_products
from catalog.queries.on_sale import compared_by_product
from catalog.queries.salable import SalableInStock, salable_by_stock
from catalog.rules.advanced_inventory import advanced_inventory_problems
from catalog.rules.in_force import ConfiguredPolicy, OwnPolicy
from catalog.rules.product_setting import MULTIPLE_BOXES, PRODUCT_SETTINGS, USES_DECIMALS
from catalog.rules.quantity import InvalidQuantityError, quantity
from catalog.words.setting import TOO_PRECISE, WHOLE, setting_problem_words

DECIMALS, BOXES = USES_DECIMALS.name, MULTIPLE_BOXES.name
ASKED_AT_ONCE = 500
WHOLE_FIELDS = tuple(setting.name for setting in PRODUCT_SETTINGS if setting.is_whole)


@dataclass(frozen=True)
class Attributes:
    """What to change. `own` holds {field of OwnPolicy: value, None for "Use Config Setting"}; a field left out stays.

    `quantity` and `is_in_stock` are those at the Default Source; None leaves them.
    """

    own: Mapping[str, Any]
    quantity: Decimal | None = None
    is_in_stock: bool | None = None


@dataclass(frozen=True)
class UpdatedProducts:
    """How many products were updated, and how many were left out because they hold no stock."""

    updated: int
    without_stock: int


class InvalidAttributesError(ValueError):
    """A value cannot be stored for some product; nothing was saved. `errors` holds {field: message}, with a product named."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{name}: {message}" for name, message in errors.items()))
        self.errors = dict(errors)


@transaction.atomic
def update_attributes(product_ids: Collection[int], *, attributes: Attributes, now: datetime) -> UpdatedProducts:
    """Change the chosen fields of all products, or of none. The number of statements does not grow with the products.

    A product that does not lie at the Default Source is assigned to it by a quantity; a status alone changes nothing there.
    Raises `InvalidAttributesError`.
    """
    selected = lock_selected_products(product_ids)
    errors = _errors(selected, attributes)
    if errors:
        raise InvalidAttributesError(errors)
    if attributes.own:
        _write_own(selected, dict(attributes.own))
    Product.objects.filter(pk__in=selected.skus).update(updated_at=now)
    # Last: its trigger locks stock levels, for which shoppers wait until the commit.
    _write_units(selected, attributes)
    return UpdatedProducts(len(selected.skus), selected.without_stock)


def attributes_effect(
    product_ids: Collection[int], *, attributes: Attributes, now: datetime
) -> tuple[StockEffect, ...]:
    """Return what `update_attributes` would do now, stock by stock: it is done, looked at, and taken back.

    No rule is written a second time for it. Raises `InvalidAttributesError`.
    """
    configured = ConfigurationValue.objects.in_force().configured_policy()
    with transaction.atomic():
        products = list(Product.objects.filter(pk__in=product_ids).only("sku", "name", "is_enabled"))
        before = _standing(products, configured)
        update_attributes(product_ids, attributes=attributes, now=now)
        after = _standing(products, configured)
        transaction.set_rollback(True)
    return compared_by_product(products, before, after)


def _standing(products: Sequence[Product], configured: ConfiguredPolicy) -> dict[int, tuple[SalableInStock, ...]]:
    found: dict[int, tuple[SalableInStock, ...]] = {}
    # The text of a question is made anew for each number of ids, and the more of them the longer that takes.
    for some in batched(products, ASKED_AT_ONCE):
        found |= salable_by_stock(some, configured=configured)
    return found


def _errors(selected: SelectedProducts, attributes: Attributes) -> dict[str, str]:
    unknown = attributes.own.keys() - asdict(OwnPolicy()).keys()
    if unknown:
        return dict.fromkeys(unknown, "There is no such field.")
    if attributes.quantity is not None and (problem := _quantity_problem(attributes.quantity)):
        return {"quantity": problem}
    errors: dict[str, str] = {}
    judged = {*attributes.own, *(WHOLE_FIELDS if DECIMALS in attributes.own else ())}
    for pk, sku in selected.skus.items():
        policy = replace(selected.own.get(pk, OwnPolicy()), **attributes.own)
        problems = advanced_inventory_problems(policy)
        wrong = {name: setting_problem_words(problem) for name, problem in problems.items() if name in judged}
        if _is_fraction(attributes.quantity) and not policy.is_qty_decimal:
            wrong["quantity"] = WHOLE
        for name, text in wrong.items():
            errors.setdefault(name, f"{text} (Product {sku})")
    if attributes.own.get(DECIMALS) is False:
        _refuse_fractions_in_stock(selected, attributes, errors)
    return errors


def _quantity_problem(given: Decimal) -> str:
    try:
        return "" if quantity(given) == given else TOO_PRECISE
    except InvalidQuantityError as error:
        return str(error)


def _refuse_fractions_in_stock(selected: SelectedProducts, attributes: Attributes, errors: dict[str, str]) -> None:
    using = [pk for pk, own in selected.own.items() if own.is_qty_decimal]
    items = SourceItem.objects.filter(product_id__in=using)
    if attributes.quantity is not None:
        items = items.exclude(source__code=DEFAULT_SOURCE_CODE)
    for pk, units in items.order_by("product_id", "pk").values_list("product_id", "quantity"):
        if _is_fraction(units):
            errors.setdefault(DECIMALS, f"A fraction of a unit is in stock. (Product {selected.skus[pk]})")


def _is_fraction(units: Decimal | None) -> bool:
    return units is not None and units != units.to_integral_value()


def _write_own(selected: SelectedProducts, own: dict[str, Any]) -> None:
    if own.get(DECIMALS) is False:
        own[BOXES] = False  # boxes mean nothing without decimals
    if all(value is None or (value is False and name in {DECIMALS, BOXES}) for name, value in own.items()):
        # A product without a row has these values already: no row is made for it.
        StockItem.objects.filter(product_id__in=selected.skus).update(**own)
        return
    StockItem.objects.bulk_create(
        [StockItem(product_id=pk, **own) for pk in selected.skus],
        update_conflicts=True,
        unique_fields=["product"],
        update_fields=list(own),
    )


def _write_units(selected: SelectedProducts, attributes: Attributes) -> None:
    wanted = {"quantity": attributes.quantity, "is_in_stock": attributes.is_in_stock}
    changes = {name: value for name, value in wanted.items() if value is not None}
    if not changes:
        return
    source = Source.objects.get(code=DEFAULT_SOURCE_CODE)
    there = lock_items_at(source.pk, selected.skus)
    if attributes.quantity is None:
        SourceItem.objects.filter(source=source, product_id__in=there).update(**changes)
        return
    SourceItem.objects.bulk_create(
        [SourceItem(source=source, product_id=pk, **changes) for pk in selected.skus],
        update_conflicts=True,
        unique_fields=["product", "source"],
        update_fields=list(changes),
    )
