"""The credit memos of an order, as the order view shows them."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from backorders.models import CreditMemoLine, MovementKind, Order, SourceMovement
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
