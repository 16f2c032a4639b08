"""Operations that put into a cart and order."""

import uuid
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from backorders.actions import place_order as placing
from backorders.actions.cart import QuantityRefused
from backorders.actions.cart import add_to_cart as add
from backorders.models import CartLine
from catalog.models import Reservation
from catalog.models.reservation import EventType
from catalog.rules.salable import check_quantity
from tests.cases.given import Row, Shop, UnknownKeyError, known
from tests.cases.judged import judged
from tests.cases.matching import NOT_COMPARED


def check_quote_item_qty(
    shop: Shop, *, sku: str, stock: int, item_qty: Decimal | int, qty_to_check: Decimal | int
) -> dict[str, Any]:
    """Answer what a cart line says; the larger quantity is judged."""
    found, qty = judged(shop.products[sku], shop.stocks[stock]), Decimal(max(item_qty, qty_to_check))
    if messages := found.messages(qty):
        return {"has_error": True, "message": messages, "item_backorders": None}
    owed = found.availability.owed_if(qty)
    return {"has_error": False, "message": found.notice(qty), "item_backorders": owed or None}


def add_to_cart(shop: Shop, *, stock: int, adds: list[Row]) -> dict[str, Any]:
    """Answer "ok" or "error" for each add, and the cart after each; a group is added whole or not at all."""
    token, website = uuid.uuid4(), shop.website(stock)
    results, carts = [], []
    for each in adds:
        items = known(each, keys=("group",))["group"] if "group" in each else [each]
        try:
            with transaction.atomic():
                for item in items:
                    known(item, keys=("sku", "qty"))
                    product, quantity = shop.products[item["sku"]], Decimal(item["qty"])
                    token = add(token=token, website=website, product=product, quantity=quantity).cart.token
            results.append("ok")
        except QuantityRefused:
            results.append("error")
        lines = CartLine.objects.filter(cart__token=token).select_related("product")
        carts.append({line.product.sku: line.quantity for line in lines if line.product})
    return {"results": results, "cart_qty": carts}


def place_order(shop: Shop, *, stock: int, items: list[Row], increment_id: str = "") -> dict[str, Any]:
    """Answer whether the order was placed, and the numbers before and after; order numbers are the database's own."""
    del increment_id
    skus = list(dict.fromkeys(known(item, keys=("sku", "qty"))["sku"] for item in items))
    salable, reserved = salable_numbers(shop, skus), reserved_numbers(shop, skus)
    try:
        with transaction.atomic():
            placing.place_order(
                lines=[(shop.products[item["sku"]], Decimal(item["qty"])) for item in items],
                email="shopper@example.org",
                website=shop.website(stock),
                by=None,
                now=timezone.now(),
            )
        placed = True
    except placing.NotSalable:
        placed = False
    return {
        "placed": placed,
        "salable": _before_and_after(salable, salable_numbers(shop, skus)),
        "reservation_sum": _before_and_after(reserved, reserved_numbers(shop, skus)),
    }


def concurrent_orders(
    shop: Shop, *, stock: int, sku: str, orders: list[Decimal | int], interleaving: str
) -> dict[str, Any]:
    """Answer what becomes of orders that are all checked before the first is written: the ledger's guard decides."""
    if interleaving != "both check, then both append":
        raise UnknownKeyError(interleaving)
    position = judged(shop.products[sku], shop.stocks[stock]).position
    checked = [check_quantity(Decimal(qty), position.level, position.policy) is None for qty in orders]
    placed = []
    for number, qty in enumerate(orders):
        try:
            with transaction.atomic():
                Reservation.objects.create(
                    stock=shop.stocks[stock],
                    product=shop.products[sku],
                    quantity=-Decimal(qty),
                    floor=position.policy.floor,
                    event_type=EventType.ORDER_PLACED,
                    event_key=f"order_placed:concurrent:{number}",
                )
            placed.append(checked[number])
        except IntegrityError:
            placed.append(False)
    level = shop.products[sku].stock_level(shop.stocks[stock])
    desired = {
        "placed": placed,
        "reservation_sum": -level.reserved,
        "salable_qty_unfloored": level.free - position.policy.threshold,
    }
    return {"desired_result": desired, "upstream_result": NOT_COMPARED}


type Numbers = dict[tuple[int, str], Decimal]


def salable_numbers(shop: Shop, skus: list[str]) -> Numbers:
    """Return the displayed salable quantity of each (stock, sku)."""
    return {
        (number, sku): judged(shop.products[sku], stock).salable_quantity(stock)
        for number, stock in shop.stocks.items()
        for sku in skus
    }


def reserved_numbers(shop: Shop, skus: list[str]) -> Numbers:
    """Return the ledger's sum of each (stock, sku)."""
    return {
        (number, sku): Reservation.objects.filter(stock=stock, product=shop.products[sku]).aggregate(
            found=Sum("quantity", default=Decimal(0))
        )["found"]
        for number, stock in shop.stocks.items()
        for sku in skus
    }


def _before_and_after(before: Numbers, after: Numbers) -> dict[tuple[int, str], dict[str, Decimal]]:
    return {key: {"before": before[key], "after": after[key], "qty": after[key]} for key in after}
