"""What a shopper may cancel of an order: the offer on its page, and the page on which he chooses what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorders.forms.units_form import UnitsBox, UnitsForm, cancel_boxes
from backorders.models import Order, OrderLine
from backorders.queries.order_lines import confirmed_lines
from backorders.queries.order_money import canceled_value
from backorders.queries.queue import ToldLine, told_now
from backorders.rules.cancellation import cancelable, why_not_canceled
from backorders.rules.order_status import OrderStatus
from backorders.storefront.order_payments import OrderPayments
from backorders.words.cancellation import (
    Rest,
    own_cancel_words,
    own_choice_words,
    own_line_gone_words,
    own_not_canceled_words,
)
from backorders.words.order import refund_in_words
from catalog.rules.in_force import Configuration
from catalog.rules.money import price_text
from catalog.rules.quantity import ZERO, plain
from catalog.storefront.picture import drawing


@dataclass(frozen=True)
class CancelOffer:
    """All that can be canceled may be, at once: `asks` is the question, `button` its answer, `says` what it does.

    `has_parts`: there is something to choose from.
    """

    asks: str
    button: str
    says: str
    has_parts: bool


def cancel_offer(
    order: Order, lines: Sequence[OrderLine], told: Mapping[int, ToldLine], money: OrderPayments, *, is_offline: bool
) -> CancelOffer | None:
    """Return the offer for `order` and all of its `lines`; None when nothing can be canceled. No query.

    `told` is what is told of the units still to come.
    """
    progress = [line.progress() for line in lines]
    if why_not_canceled(OrderStatus(order.status), progress, is_offline=is_offline):
        return None
    most = {line.pk: cancelable(line.progress(), is_offline=is_offline) for line in lines}
    if any(most[line.pk] < line.open for line in lines):
        rest = Rest.WHAT_IS_PAID
    else:
        is_whole = all(most[line.pk] + line.canceled == line.ordered for line in lines)
        rest = Rest.NOTHING if is_whole else Rest.WHAT_LEFT
    value = canceled_value(lines, most, is_offline=is_offline)
    amount = price_text(value, order.currency) if value else ""
    if rest is Rest.NOTHING and not is_offline:
        # Money that was too little for an invoice goes back with the last units.
        amount = money.kept
    what = "Order" if rest is Rest.NOTHING else "the Rest"
    return CancelOffer(
        asks=f"Cancel {'this order' if rest is Rest.NOTHING else 'the rest of this order'}?",
        button=f"Cancel {what}",
        says=own_cancel_words(rest, order.number, refund_in_words(amount, by_card=money.by_card)),
        has_parts=sum(1 for units in most.values() if units) > 1 or any(_owed(told.get(pk), most[pk]) for pk in most),
    )


@dataclass(frozen=True)
class Choice:
    """One thing to do with a line: `value` is how many units are canceled, `goes_back` what of money that gives, or empty."""

    value: str
    words: str
    goes_back: str
    is_chosen: bool


@dataclass(frozen=True)
class ChoiceLine:
    """A line of which something can be canceled; `field` is the name of its choices."""

    name: str
    sku: str
    picture: str
    field: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class OwnCancelPage:
    """What is shown; `why_not` instead of lines when nothing can be canceled. `problems` are what the form says.

    `gone` says that nothing of the line that the address names can be canceled any more, empty where something can.
    """

    number: str
    checkout: str
    revision: int
    lines: tuple[ChoiceLine, ...]
    why_not: str
    problems: tuple[str, ...]
    rows_shown: str
    gone: str


@dataclass(frozen=True)
class OwnCancel:
    """The lines of an order, and the form in which its shopper chooses what to cancel of them."""

    order: Order
    lines: Sequence[OrderLine]
    form: UnitsForm
    is_offline: bool

    @property
    def units(self) -> dict[OrderLine, Decimal]:
        """What was chosen, above zero. Of a valid form."""
        chosen = self.form.units
        return {line: chosen[line.pk] for line in self.lines if line.pk in chosen}


def own_cancel(order: Order, posted: Mapping[str, str] | None) -> OwnCancel:
    """Return the form of `order`, as it was `posted`, else empty."""
    lines, is_offline = list(order.lines.select_related("product")), order.is_offline
    return OwnCancel(
        order, lines, UnitsForm(posted, boxes=cancel_boxes(order, lines, is_offline=is_offline)), is_offline
    )


def own_cancel_page(
    asked: OwnCancel, configuration: Configuration, *, chosen: str = "", problems: Sequence[str] = (), today: date
) -> OwnCancelPage:
    """Return the page. `chosen` is the id of a line that a link proposes to cancel, as text, else empty."""
    order, lines, status = asked.order, asked.lines, OrderStatus(asked.order.status)
    reason = why_not_canceled(status, [line.progress() for line in lines], is_offline=asked.is_offline)
    boxes = {box.line_id: box for box in asked.form.boxes} if reason is None else {}
    found = confirmed_lines(order, lines, configuration) if boxes else ()
    told = told_now(order, found, lines, configuration, today=today) if boxes else {}
    return OwnCancelPage(
        number=order.number,
        checkout=str(order.checkout),
        revision=order.revision,
        lines=tuple(
            _line(asked, line, boxes[line.pk], told.get(line.pk), is_proposed=chosen == str(line.pk))
            for line in lines
            if line.pk in boxes
        ),
        why_not="" if reason is None else own_not_canceled_words(reason, status),
        problems=tuple(problems),
        rows_shown=asked.form.shown,
        gone=next(
            (own_line_gone_words(line.name) for line in lines if str(line.pk) == chosen and line.pk not in boxes), ""
        ),
    )


def _line(asked: OwnCancel, line: OrderLine, box: UnitsBox, told: ToldLine | None, *, is_proposed: bool) -> ChoiceLine:
    most = cancelable(line.progress(), is_offline=asked.is_offline)
    owed = _owed(told, most)
    proposed = plain(owed or most) if is_proposed else plain(ZERO)
    chosen = asked.form.typed(box) if asked.form.is_bound else proposed

    def choice(units: Decimal) -> Choice:
        value = canceled_value([line], {line.pk: units}, is_offline=asked.is_offline)
        amount = price_text(value, asked.order.currency) if value else ""
        words = own_choice_words(units, of=most, is_owed=bool(units) and units == owed)
        return Choice(plain(units), words, refund_in_words(amount, by_card=False), plain(units) == chosen)

    return ChoiceLine(
        name=line.name,
        sku=line.sku,
        picture=drawing(line.name, seed=line.sku),
        field=box.name,
        choices=tuple(choice(units) for units in dict.fromkeys((ZERO, owed, most))),
    )


def _owed(told: ToldLine | None, most: Decimal) -> Decimal:
    """Return the owed units of a line that can be canceled apart from its others: none when the shopper is not told of them."""
    if told is None or not told.told.owed:
        return ZERO
    return told.owed if told.owed < most else ZERO
