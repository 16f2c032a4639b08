"""What staff and programs ask of shelves and settings."""

import io
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.tell_moved_days import tell_moved_days
from catalog.actions.configuration import save_configuration
from catalog.actions.import_products import import_products
from catalog.actions.incoming_supply import ExpectedUnits, change_supply, close_supplies, expect_supply
from catalog.actions.product import save_advanced_inventory
from catalog.models import IncomingSupply, Source, SourceItem, StockItem
from catalog.queries.locks.product import locked_items
from catalog.rules.product_setting import NOTIFY_STOCK_QTY
from tests.factories.counted import counted_at
from tests.proof.chance import Chance, Wish
from tests.proof.goods import COUNTED, LIMITS, OWED, SOURCES

# Expected of one product at once: who moves one finds it.
SUPPLIES = 3


def receive(chance: Chance) -> Wish:
    """A delivery."""
    product, source, units, key = chance.product(), chance.source(), chance.units(4), chance.key()

    def act() -> dict[str, Any]:
        received = receive_delivery(product, source=source, quantity=units, key=key, by=None, now=timezone.now())
        return {"served": len(received.served)}

    return Wish("receive", {"sku": product.sku, "units": str(units), "key": key}, act)


def adjust(chance: Chance) -> Wish:
    """A shelf is counted."""
    product, source, units = chance.product(COUNTED), chance.source(), Decimal(chance.random.randint(0, 8))

    def act() -> dict[str, Any]:
        counted_at(product, source, units)
        return {}

    return Wish("adjust", {"sku": product.sku, "units": str(units)}, act)


def transfer(chance: Chance) -> Wish:
    """A unit is carried from one source to the other."""
    product, here = chance.product(), chance.source()
    there = Source.objects.exclude(pk=here.pk).get(code__in=SOURCES)

    @transaction.atomic
    def act() -> dict[str, Any]:
        items = locked_items([product.pk])
        if items[here.pk, product.pk].quantity < 1:
            return {"carried": 0}
        for source, units in ((there, 1), (here, -1)):
            SourceItem.objects.filter(pk=items[source.pk, product.pk].pk).update(quantity=F("quantity") + units)
        return {"carried": 1}

    return Wish("transfer", {"sku": product.sku}, act)


def change_settings(chance: Chance) -> Wish:
    """Another Out-of-Stock Threshold, or another notify quantity for all."""
    product, limit = chance.product(OWED), chance.random.randint(LIMITS[OWED], -2)
    own = replace(StockItem.objects.get(product=product).own_policy(), min_qty=Decimal(limit))
    notify = {NOTIFY_STOCK_QTY.path: str(chance.random.randint(0, 4))}

    def threshold() -> dict[str, Any]:
        save_advanced_inventory(product, values=own, by=None)
        return {}

    def for_all() -> dict[str, Any]:
        return {"changed": sorted(save_configuration(notify, by=None))}

    return Wish("change settings", {"limit": limit, **notify}, chance.random.choice([threshold, for_all]))


def import_file(chance: Chance) -> Wish:
    """A file of other programs, with the product that is counted."""
    text = f"sku,qty,notify_on_stock_below\n{COUNTED},{chance.random.randint(0, 9)},{chance.random.randint(0, 4)}\n"

    def act() -> dict[str, Any]:
        report = import_products(io.BytesIO(text.encode()), by=None)
        return {"updated": report.updated, "refused": len(report.refused)}

    return Wish("import", {"text": text}, act)


def expect(chance: Chance) -> Wish:
    """A delivery is announced, comes later or earlier than was said, or is given up."""
    product, source, key = chance.product(OWED, OWED, COUNTED), chance.source(), chance.key()
    day = timezone.localdate() + timedelta(days=chance.random.randint(0, 40))
    waiting = list(IncomingSupply.objects.filter(product=product, is_closed=False).order_by("pk"))
    what = {"sku": product.sku, "day": str(day), "key": key}
    if len(waiting) < SUPPLIES:
        row = ExpectedUnits(1, product, source, Decimal(chance.random.randint(2, 9)), day)

        def announce() -> dict[str, Any]:
            return {"added": expect_supply(rows=[row], key=key, by=None, now=timezone.now()).added}

        return Wish("expect", what, announce)
    supply = chance.random.choice(waiting)

    def move() -> dict[str, Any]:
        supply.expected_on = day
        change_supply(supply, only=("expected_on",))
        return {"supply": supply.pk}

    def close() -> dict[str, Any]:
        return {"closed": close_supplies(supply_ids=[supply.pk], by=None)}

    return Wish("move supply", what, chance.random.choice([move, move, close]))


def tell(_: Chance) -> Wish:
    """The timer looks whose promised day has moved."""
    return Wish("tell moved days", {}, lambda: {"told": tell_moved_days(now=timezone.now())})
