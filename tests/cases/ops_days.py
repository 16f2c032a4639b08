"""Operations about days: what was promised, when it comes now, and who was told that it moved. Days are counted from today."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from backorders.actions.place_order import place_order
from backorders.actions.tell_moved_days import tell_moved_days
from backorders.models import Order
from backorders.queries.order import order_configuration
from backorders.queries.order_lines import confirmed_lines
from backorders.queries.queue import told_now
from catalog.actions.incoming_supply import change_supply, close_supplies
from catalog.actions.source import receive_stock
from catalog.models import IncomingSupply
from tests.cases.given import PATHS, Row, Shop, UnknownKeyError, known
from tests.factories.catalog import configure


def promised_days(shop: Shop, *, steps: list[Row]) -> dict[str, Any]:
    """Answer, of each order in turn, what it owed and was promised, what it owes and when that comes now, how often it was told.

    Steps: order {sku, stock, qty}; move {sku, day, to}; close {sku, day}; deliver {sku, source, qty}; set {setting: value}; tell.
    """
    orders: list[Order] = []
    for step in steps:
        ((what, about),) = step.items()
        match what:
            case "order":
                known(about, keys=("sku", "stock", "qty"))
                orders.append(_ordered(shop, about))
            case "move":
                supply = _supply(shop, known(about, keys=("sku", "day", "to")))
                supply.expected_on = _day(about["to"])
                change_supply(supply, only=("expected_on",))
            case "close":
                close_supplies(supply_ids=[_supply(shop, known(about, keys=("sku", "day"))).pk], by=None)
            case "deliver":
                known(about, keys=("sku", "source", "qty"))
                product, source = shop.products[about["sku"]], shop.sources[about["source"]]
                receive_stock(product, source=source, quantity=Decimal(about["qty"]), by=None, now=timezone.now())
            case "set":
                for name, value in known(about, keys=PATHS).items():
                    configure(PATHS[name], value)
            case "tell":
                tell_moved_days(now=timezone.now())
            case _:
                raise UnknownKeyError(f"step {what}")
    return {"orders": [_answer(order) for order in orders]}


def _ordered(shop: Shop, about: Row) -> Order:
    return place_order(
        lines={shop.products[about["sku"]]: Decimal(about["qty"])},
        email="ada@example.org",
        website=shop.website(about["stock"]),
        payment_method="checkmo",
        by=None,
        now=timezone.now(),
    )


def _supply(shop: Shop, about: Row) -> IncomingSupply:
    return IncomingSupply.objects.get(product=shop.products[about["sku"]], expected_on=_day(about["day"]))


def _answer(order: Order) -> dict[str, Any]:
    configuration, rows = order_configuration(order), list(order.lines.select_related("product"))
    (line,) = rows
    told = told_now(order, confirmed_lines(order, rows, configuration), rows, configuration, today=localdate())[line.pk]
    return {
        "owed_when_placed": line.owed_when_placed,
        "promised": _days(line.promised_on),
        "owed": told.owed,
        "comes": _days(told.told.day),
        "told": order.notifications.filter(key__startswith="day_moved:").count(),
    }


def _day(days: int) -> date:
    return localdate() + timedelta(days=days)


def _days(day: date | None) -> int | None:
    return None if day is None else (day - localdate()).days
