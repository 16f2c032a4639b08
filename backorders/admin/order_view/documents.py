"""The shipments, invoices, credit memos and refunds of an order, as its view shows them."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch
from django.utils import timezone

from backorders.models import CreditMemoLine, InvoiceLine, MovementKind, Order, Refund, RefundStatus, SourceMovement
from backorders.words.handover import standing_words
from catalog.admin.history import moment_words
from catalog.queries.history import name_then, staff_name
from catalog.rules.money import amount_text
from catalog.rules.quantity import ZERO, plain


@dataclass(frozen=True)
class MemoItem:
    """The refunded units of one line; `fate` says what became of them."""

    name: str
    sku: str
    quantity: str
    fate: str


@dataclass(frozen=True)
class CreditMemoShown:
    """One credit memo; `who` is empty when the shop made it."""

    number: str
    date: str
    items: tuple[MemoItem, ...]
    amount: str
    who: str
    comment: str


def credit_memos_shown(order: Order) -> tuple[CreditMemoShown, ...]:
    """Return the credit memos of `order`, the first one first. Three queries, however many."""
    lines = Prefetch("lines", CreditMemoLine.objects.select_related("line").order_by("line"))
    memos = list(
        order.credit_memos.annotate(name_then=name_then("created_by", "created_at"))
        .select_related("created_by")
        .prefetch_related(lines)
    )
    moved = _moved([memo.event_key for memo in memos])
    return tuple(
        CreditMemoShown(
            number=memo.number,
            date=moment_words(memo.created_at),
            items=tuple(
                MemoItem(
                    each.line.name,
                    each.line.sku,
                    plain(each.quantity),
                    _fate(each, moved.get((memo.event_key, each.line_id), [])),
                )
                for each in memo.lines.all()
            ),
            amount=amount_text(memo.amount, order.currency),
            who=staff_name(memo.created_by, then=memo.name_then),
            comment=memo.comment,
        )
        for memo in memos
    )


def _moved(keys: list[str]) -> dict[tuple[str, int], list[SourceMovement]]:
    found: defaultdict[tuple[str, int], list[SourceMovement]] = defaultdict(list)
    for movement in SourceMovement.objects.filter(key__in=keys).select_related("source").order_by("pk"):
        found[movement.key, movement.line_id].append(movement)
    return dict(found)


def _fate(each: CreditMemoLine, moved: list[SourceMovement]) -> str:
    told = []
    rest = each.quantity
    for movement in moved:
        units: Decimal = abs(movement.quantity)
        verb = "returned to" if movement.kind == MovementKind.RETURNED else "written off at"
        told.append(f"{plain(units)} {verb} {movement.source.name}")
        rest -= units
    if rest > ZERO:
        told.append(f"{plain(rest)} {'released' if each.return_to_stock else 'not returned to a shelf'}")
    return ", ".join(told)


COLOURS = {RefundStatus.FAILED: "danger", RefundStatus.SENT: "success", RefundStatus.DISPUTED: "warning"}
# What people have to find out before they send money once more.
FAILED = "No money went back. Send it again, or give it back at the provider and mark it as sent."
UNANSWERED = "The provider did not answer: the money may have gone. Look there before you send it again."
ASKED_AGAIN = (
    "The provider did not answer. It is asked again at {}, under the same key: the money cannot go back twice."
)


@dataclass(frozen=True)
class RefundShown:
    """One refund. `advice` is there while it is not confirmed: then `may_act` says whether this person may do something."""

    pk: int
    amount: str
    when: str
    status: str
    colour: str
    message: str
    advice: str
    may_act: bool


def refunds_shown(order: Order, *, may_refund: bool) -> tuple[RefundShown, ...]:
    """Return the refunds of `order`, the oldest first. One query."""
    found = Refund.objects.filter(payment__order=order).select_related("payment").order_by("pk")
    return tuple(_shown(refund, may_refund=may_refund) for refund in found)


def _shown(refund: Refund, *, may_refund: bool) -> RefundShown:
    status = RefundStatus(refund.status)
    now = timezone.now()
    is_unanswered = refund.is_unanswered(now=now)
    unanswered = ASKED_AGAIN.format(moment_words(refund.next_try_at)) if refund.next_try_at else UNANSWERED
    advice = unanswered if is_unanswered else FAILED if status is RefundStatus.FAILED else ""
    moment = refund.sent_at or refund.requested_at
    return RefundShown(
        pk=refund.pk,
        amount=amount_text(refund.amount, refund.payment.currency),
        when=moment_words(moment),
        status=refund.standing(now=now),
        colour="warning" if is_unanswered else COLOURS.get(status, ""),
        message=refund.message,
        advice=advice,
        may_act=may_refund and bool(advice),
    )


@dataclass(frozen=True)
class ShipmentShown:
    """One shipment. `items` are (name, SKU, quantity), `tracking` its numbers; `who` is empty when it was no member of staff."""

    pk: int
    number: str
    date: str
    source: str
    items: tuple[tuple[str, str, str], ...]
    tracking: tuple[str, ...]
    standing: str
    is_undone: bool
    comment: str
    who: str


def shipments_shown(order: Order) -> tuple[ShipmentShown, ...]:
    """Return the shipments of `order`, the first one first. Three queries, however many."""
    named = order.shipments.annotate(name_then=name_then("shipped_by", "shipped_at"))
    shipments = list(named.select_related("source", "shipped_by").prefetch_related("tracking_numbers"))
    moved = SourceMovement.objects.filter(key__in=[shipment.movement_key for shipment in shipments], line__order=order)
    items: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for movement in moved.select_related("line").order_by("line", "pk"):
        items[movement.key].append((movement.line.name, movement.line.sku, plain(-movement.quantity)))
    return tuple(
        ShipmentShown(
            pk=shipment.pk,
            number=shipment.number,
            date=moment_words(shipment.shipped_at),
            source=shipment.source.name,
            items=tuple(items[shipment.movement_key]),
            tracking=tuple(str(each) for each in shipment.tracking_numbers.all()),
            standing=standing_words(
                is_undone=shipment.undone_at is not None, is_handed_over=shipment.handed_over_at is not None
            ),
            is_undone=shipment.undone_at is not None,
            comment=shipment.comment,
            who=staff_name(shipment.shipped_by, then=shipment.name_then),
        )
        for shipment in shipments
    )


@dataclass(frozen=True)
class InvoiceShown:
    """One invoice. `items` are (name, SKU, quantity); `who` is empty when the shop made it for a payment."""

    number: str
    date: str
    items: tuple[tuple[str, str, str], ...]
    amount: str
    who: str


def invoices_shown(order: Order) -> tuple[InvoiceShown, ...]:
    """Return the invoices of `order`, the first one first. Two queries, however many."""
    lines = Prefetch("lines", InvoiceLine.objects.select_related("line").order_by("line"))
    return tuple(
        InvoiceShown(
            number=invoice.number,
            date=moment_words(invoice.created_at),
            items=tuple((each.line.name, each.line.sku, plain(each.quantity)) for each in invoice.lines.all()),
            amount=amount_text(invoice.amount, order.currency),
            who=staff_name(invoice.created_by, then=invoice.name_then),
        )
        for invoice in order.invoices.annotate(name_then=name_then("created_by", "created_at"))
        .select_related("created_by")
        .prefetch_related(lines)
    )
