"""Operations that carry an order through its life. The payment is offline: an invoice captures."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import Refunded, refund_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order, OrderLine
from backorders.rules.shipment import Wanted, shipment_plan
from catalog.models import ConfigurationValue, Reservation, Source, SourceItem
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.queries.sources import source_candidates
from catalog.rules import configuration as declared
from tests.cases.given import Row, Shop, UnknownKeyError, known
from tests.cases.ops_orders import reserved_numbers, salable_numbers

type Step = Callable[["Flow", Row], None]


@dataclass
class Flow:
    """The order that the steps are about, and the ledger's length after each step."""

    shop: Shop
    order: Order | None = None
    memo_key: str = ""
    memo_units: dict[OrderLine, Refunded] = field(default_factory=dict)
    counts: list[int] = field(default_factory=list)

    def placed(self) -> Order:
        """Return the order; a step before there is one is an error."""
        if self.order is None:
            raise UnknownKeyError("a step before place_order")
        return self.order

    def line(self, sku: str) -> OrderLine:
        """Return the order's line of `sku`."""
        return self.placed().lines.get(sku=sku)


def flow(shop: Shop, *, steps: list[Row]) -> dict[str, Any]:
    """Answer sources, salable quantities and ledger after the last step."""
    life = Flow(shop)
    for step in steps:
        if step["op"] not in STEPS:
            raise UnknownKeyError(f"step {step['op']}")
        STEPS[step["op"]](life, step)
        life.counts.append(Reservation.objects.count())
    skus = list(shop.products)
    return {
        "source_items": {
            (item.source.code, item.product.sku): {"qty": item.quantity}
            for item in SourceItem.objects.select_related("source", "product")
        },
        "salable": {pair: {"qty": number} for pair, number in salable_numbers(shop, skus).items()},
        "reservation_sum": {pair: {"qty": number} for pair, number in reserved_numbers(shop, skus).items()},
        "reservation_count_after_each_step": life.counts,
    }


def source_selection(
    shop: Shop, *, algorithm: str, stock: int, items: list[Row], sorted_sources: list[str] | None = None
) -> dict[str, Any]:
    """Answer which source gives what, in the order asked: by item, then by priority."""
    if algorithm != "priority":
        raise UnknownKeyError(algorithm)
    codes = {source.pk: source.code for source in Source.objects.all()}
    rows: list[dict[str, Any]] = []
    shippable = True
    for item in items:
        known(item, keys=("sku", "qty"))
        product = shop.products[item["sku"]]
        candidates = source_candidates(shop.stocks[stock], [product.pk])
        wanted = Wanted(line_id=1, product_id=product.pk, units=Decimal(item["qty"]))
        selected = shipment_plan([wanted], candidates, {})
        shippable &= sum(row.deduct for row in selected) == Decimal(item["qty"])
        rows += [
            {
                "source": codes[row.source_id],
                "sku": product.sku,
                "qty_to_deduct": row.deduct,
                "qty_available": row.available,
            }
            for row in selected
        ]
    if sorted_sources is not None:
        rows.sort(key=lambda row: sorted_sources.index(row["source"]))
    return {"items": rows, "shippable": shippable}


def _place(life: Flow, step: Row) -> None:
    known(step, keys=("op", "stock", "items"))
    life.order = place_order(
        lines=[(life.shop.products[item["sku"]], Decimal(item["qty"])) for item in step["items"]],
        email="shopper@example.org",
        website=life.shop.website(step["stock"]),
        payment_method="checkmo",
        by=None,
        now=timezone.now(),
    )


def _units(life: Flow, step: Row) -> dict[OrderLine, Decimal] | None:
    if "items" not in step:
        return None
    return {life.line(known(item, keys=("sku", "qty"))["sku"]): Decimal(item["qty"]) for item in step["items"]}


def _invoice(life: Flow, step: Row) -> None:
    known(step, keys=("op", "items"))
    invoice_order(order=life.placed(), units=_units(life, step), by=None, now=timezone.now())


def _ship(life: Flow, step: Row) -> None:
    known(step, keys=("op", "items", "source"))
    order = life.placed()
    everything = {line: line.open for line in order.lines.filter(is_virtual=False)}
    ship_order(
        order=order,
        source=_source(order, step),
        units=_units(life, step) or everything,
        key=f"case-{len(life.counts)}",
        by=None,
        # The reference ships what is not invoiced without a question.
        unpaid_confirmed=True,
        now=timezone.now(),
    )


def _source(order: Order, step: Row) -> Source:
    if "source" in step:
        return Source.objects.get(code=step["source"])
    linked = list(Source.objects.filter(links__stock=order.stock))
    return linked[0] if len(linked) == 1 else Source.objects.get(code=DEFAULT_SOURCE_CODE)


def _cancel(life: Flow, step: Row) -> None:
    known(step, keys=("op",))
    cancel_order(order=life.placed(), by=None, now=timezone.now())


def _credit_memo(life: Flow, step: Row) -> None:
    known(step, keys=("op", "items", "return_to_stock"))
    order = life.placed()
    if not any(line.invoiced for line in order.lines.all()):
        invoice_order(order=order, by=None, now=timezone.now())  # there is no money to give back before
    returned = step.get("return_to_stock", ConfigurationValue.objects.in_force().flag(declared.AUTO_RETURN))
    if "items" in step:
        life.memo_units = {
            life.line(item["sku"]): Refunded(Decimal(item["qty"]), item.get("return_to_stock", returned))
            for item in (known(item, keys=("sku", "qty", "return_to_stock")) for item in step["items"])
        }
    else:
        life.memo_units = {line: Refunded(line.invoiced - line.refunded, returned) for line in order.lines.all()}
    life.memo_key = f"case-{len(life.counts)}"
    refund_order(order=order, units=life.memo_units, key=life.memo_key, by=None, now=timezone.now())


def _save_again(life: Flow, step: Row) -> None:
    known(step, keys=("op",))
    refund_order(order=life.placed(), units=life.memo_units, key=life.memo_key, by=None, now=timezone.now())


STEPS: dict[str, Step] = {
    "place_order": _place,
    "invoice": _invoice,
    "ship": _ship,
    "cancel": _cancel,
    "credit_memo": _credit_memo,
    "save_same_credit_memo_again": _save_again,
}
