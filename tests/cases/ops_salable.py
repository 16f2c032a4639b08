"""Operations that ask how many, whether, and whether that many."""

from decimal import Decimal
from typing import Any

from tests.cases.given import Shop
from tests.cases.judged import Judged, judged


def salable_qty(shop: Shop, *, sku: str, stock: int) -> dict[str, Any]:
    """Answer the displayed salable quantity."""
    return {"salable_qty": _judged(shop, sku, stock).salable_quantity(shop.stocks[stock])}


def is_salable(shop: Shop, *, sku: str, stock: int) -> dict[str, Any]:
    """Answer whether the product can be sold at all."""
    return {"salable": _judged(shop, sku, stock).is_salable}


def is_salable_for_requested_qty(shop: Shop, *, sku: str, stock: int, qty: Decimal | int) -> dict[str, Any]:
    """Answer whether that many can be sold, and the text a shopper gets."""
    messages = _judged(shop, sku, stock).messages(Decimal(qty))
    return {"salable": not messages, "message": messages or None}


def only_x_left_block(shop: Shop, *, sku: str, stock: int) -> dict[str, Any]:
    """Answer the X of "Only X left"; the model's availability and SQL agree."""
    return {"qty_left": _judged(shop, sku, stock).only_left}


def evaluate(shop: Shop, *, sku: str, stock: int, requested: list[Decimal | int]) -> dict[str, Any]:
    """Answer everything about one product in one stock, and about each requested quantity."""
    found = _judged(shop, sku, stock)
    return {
        "effective_min_qty": found.position.policy.threshold,
        "available_qty": found.position.level.on_hand,
        "salable_qty": found.salable_quantity(shop.stocks[stock]),
        "is_salable": found.is_salable,
        "requested": [_requested(found, Decimal(qty)) for qty in requested],
    }


def _requested(found: Judged, qty: Decimal) -> dict[str, Any]:
    if messages := found.messages(qty):
        return {"qty": qty, "ok": False, "message": messages}
    return {
        "qty": qty,
        "ok": True,
        "qty_backordered": found.availability.owed_if(qty) or None,
        "notice": found.notice(qty),
    }


def _judged(shop: Shop, sku: str, stock: int) -> Judged:
    return judged(shop.products[sku], shop.stocks[stock])
