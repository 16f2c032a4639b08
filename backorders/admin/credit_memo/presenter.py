"""What the page of a new credit memo shows, as frozen primitives."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from backorders.forms.credit_memo_form import CreditMemoForm
from backorders.models import Order, OrderLine
from backorders.queries.credit_memo import RefundedProduct, RefundPreview
from backorders.queries.order_money import went_back_before
from backorders.rules.credit_memo import Refunded
from backorders.words.credit_memo import RefundWords, money_words, refund_words
from catalog.rules.money import amount_text
from catalog.rules.quantity import ZERO, plain


@dataclass(frozen=True)
class MemoLine:
    """One row of Items to Refund; `box` is empty where Return to Stock is not offered."""

    name: str
    sku: str
    price: str
    quantities: tuple[tuple[str, str], ...]
    field: str
    typed: str
    problem: str
    box: str
    is_ticked: bool
    row_total: str
    words: RefundWords
    is_idle: bool


@dataclass(frozen=True)
class StockAfter:
    """A product before and after the memo, in the order's stock."""

    sku: str
    on_hand: tuple[str, str]
    salable: tuple[str, str]
    is_unlimited: bool


@dataclass(frozen=True)
class MemoShown:
    """The whole memo. `shown` identifies what was said: another answer now has to be read first."""

    lines: tuple[MemoLine, ...]
    total: str
    money: tuple[str, ...]
    stock_after: tuple[StockAfter, ...]
    offers_return: bool
    comment: str
    shown: str


def memo_shown(
    order: Order,
    lines: Sequence[OrderLine],
    form: CreditMemoForm,
    *,
    wanted: Mapping[OrderLine, Refunded],
    preview: RefundPreview,
) -> MemoShown:
    """Return the page of a memo for `lines`; of `wanted` it is said what `preview` found. One query."""
    boxes = {box.line_id: box for box in form.boxes}
    values = {
        line.pk: line.value_between(line.refunded, line.refunded + part.quantity) for line, part in wanted.items()
    }
    total = sum(values.values(), Decimal("0.00"))
    said = money_words(total, went_back_before(order, total), order.currency, is_offline=order.is_offline)

    def money(amount: Decimal) -> str:
        return amount_text(amount, order.currency)

    return MemoShown(
        lines=tuple(
            MemoLine(
                name=line.name,
                sku=line.sku,
                price=money(line.unit_price),
                quantities=_quantities(line),
                field=boxes[line.pk].name,
                typed=form.typed(boxes[line.pk]),
                problem=form.problem(boxes[line.pk]),
                box=f"back{line.pk}" if line.pk in form.returnable else "",
                is_ticked=form.returns(line.pk),
                row_total=money(values.get(line.pk, Decimal("0.00"))),
                words=_words(line, preview),
                is_idle=line.pk not in preview.plans,
            )
            for line in lines
        ),
        total=money(total),
        money=said,
        stock_after=tuple(_stock_after(effect) for effect in preview.effects),
        offers_return=bool(form.returnable),
        comment=form.comment,
        shown=_fingerprint(wanted, preview, said),
    )


def _quantities(line: OrderLine) -> tuple[tuple[str, str], ...]:
    counted = (
        ("Invoiced", line.invoiced),
        ("Shipped", line.shipped),
        ("Canceled", line.canceled),
        ("Refunded", line.refunded),
    )
    return (("Ordered", plain(line.ordered)), *((label, plain(number)) for label, number in counted if number))


def _words(line: OrderLine, preview: RefundPreview) -> RefundWords:
    plan = preview.plans.get(line.pk)
    if plan is None:
        return RefundWords()
    here = {
        source_id: shelf for (source_id, product_id), shelf in preview.shelves.items() if product_id == line.product_id
    }
    return refund_words(
        plan,
        preview.moves.get(line.pk),
        here,
        is_virtual=line.is_virtual,
        is_reserved=line.is_reserved,
        is_deleted=line.product_id is None,
        set_in_stock=preview.set_in_stock,
    )


def _stock_after(effect: RefundedProduct) -> StockAfter:
    return StockAfter(
        sku=effect.sku,
        on_hand=(plain(effect.before.on_hand), plain(effect.after.on_hand)),
        salable=(plain(effect.salable_before), plain(effect.salable_after)),
        is_unlimited=effect.policy.is_unlimited,
    )


def _fingerprint(wanted: Mapping[OrderLine, Refunded], preview: RefundPreview, money: tuple[str, ...]) -> str:
    """Return what identifies the words: what was asked and what moves. Sales meanwhile change no word of it."""
    said = [
        (
            line.pk,
            plain(part.quantity),
            part.return_to_stock,
            plain(preview.plans[line.pk].released),
            [
                (move.source_id, plain(move.units))
                for moves in [preview.moves.get(line.pk)]
                if moves is not None
                for move in (*moves.returned, *moves.written_off)
            ],
        )
        for line, part in wanted.items()
        if part.quantity != ZERO
    ]
    return hashlib.sha256(repr((said, money)).encode()).hexdigest()
