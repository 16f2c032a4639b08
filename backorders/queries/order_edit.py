"""An edit of an order, judged: what would become of each line, and why it may not be."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.timezone import localtime

from backorders.models import Order, OrderLine
from backorders.rules.line_quantities import divisible
from backorders.rules.order_edit import LineEdit, line_edit, lowest_quantity
from backorders.rules.placing import refusals
from backorders.words.order import EditedMoney, edit_in_words
from catalog.models import ConfigurationValue, Product
from catalog.queries.salable import Position, positions, with_for_sale
from catalog.rules import configuration as declared
from catalog.rules.money import line_amount
from catalog.rules.quantity import LARGEST, ZERO, plain
from catalog.rules.salable import Level, Reason, Refusal, owed_part
from catalog.words.refusal import MESSAGES, TOO_MANY

NOTHING_LEFT = "An order keeps at least one unit. To give up all of it, cancel the order."


@dataclass(frozen=True)
class JudgedEdit:
    """What an edit would do. `edits` has the lines whose quantity changes; `added` the products that get a line of their own.

    `changed` are (SKU, net quantity before, after) of `edits`; `raised` the units that the order would hold of each product it
    wants more of, `refused` those that may not be sold so often, `problems` {SKU: sentence} the other lines that cannot be as they
    were typed. `owed` {product id} are the units that would be backordered for the raise. `positions` are by product id.
    """

    edits: dict[OrderLine, LineEdit]
    changed: list[tuple[str, Decimal, Decimal]]
    added: dict[Product, Decimal]
    raised: dict[Product, Decimal]
    refused: dict[Product, Refusal]
    problems: dict[str, str]
    owed: dict[int, Decimal]
    money: EditedMoney
    keeps_units: bool
    positions: dict[int, Position]
    reserves: bool
    is_offline: bool
    placed_on: date

    @property
    def is_allowed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.refused and not self.sentences

    @property
    def sentences(self) -> tuple[str, ...]:
        """What speaks against it, apart from what there is to sell; each names its SKU."""
        nothing_left = () if self.keeps_units else (NOTHING_LEFT,)
        return (*(f"{sku}: {problem}" for sku, problem in self.problems.items()), *nothing_left)

    @property
    def changes(self) -> bool:
        """Whether it does anything at all."""
        return bool(self.edits or self.added)

    def is_reserved(self, product_id: int) -> bool:
        """Whether a new line of the product holds its units in the ledger."""
        return self.reserves and self.positions[product_id].policy.manage_stock

    def day_of_raise(self, product_id: int, owed: Decimal, *, free: Decimal, today: date) -> date | None:
        """Return when the `owed` part of a raise comes, where `free` units of the product were there before.

        The lead time runs from the day of the order, as it does for what is told of it later.
        """
        outlook = self.positions[product_id].outlook
        return outlook.day_if_ordered(owed, free=min(free, ZERO), today=today, since=self.placed_on)

    def in_words(self) -> str:
        """Return what changes, as one sentence."""
        return edit_in_words(self.changed, [(product.sku, quantity) for product, quantity in self.added.items()])


def judged_edit(
    order: Order, units: Mapping[int, Decimal], added: Mapping[Product, Decimal], *, is_offline: bool
) -> JudgedEdit:
    """Judge `units` {line id: net quantity} (lines not named keep theirs) and `added` {product: units}. Five queries.

    What the order has already counts as free to it (C30): only the raise has to be had. Lines that keep their quantity are not
    judged, lowered ones for whole units only. Call it under the order's lock to act on it, without to show it.
    """
    lines = list(order.lines.order_by("pk"))
    wanted = {line: units.get(line.pk, line.progress().net) for line in lines}
    products, for_sale = _products(order, {*(line.product_id for line in lines), *(product.pk for product in added)})
    new = {products[product.pk]: quantity for product, quantity in added.items() if product.pk in products}
    configuration, group = ConfigurationValue.objects.in_force(website=order.website), order.customer_group or None
    found = positions(products.values(), stock=order.stock, configuration=configuration, group=group)
    problems = {
        line.sku: problem
        for line, quantity in wanted.items()
        if quantity != line.progress().net
        and (problem := _problem(line, quantity, found.get(line.product_id or 0), is_offline=is_offline))
    }
    problems |= {product.sku: "This product was deleted." for product in added if product.pk not in products}
    problems |= {p.sku: problem for p, quantity in new.items() if (problem := _new_problem(p, quantity, found[p.pk]))}
    before, after = _by_product(wanted, new)
    raised = {products[pk]: units for pk, units in after.items() if pk in products and units > before[pk]}
    refused = refusals(
        {product.pk: quantity for product, quantity in raised.items()},
        {pk: (_with_own(position.level, before[pk]), position.policy) for pk, position in found.items()},
        for_sale=for_sale,
    )
    changed = {
        line: line_edit(line.progress(), quantity, is_offline=is_offline)
        for line, quantity in wanted.items()
        if line.sku not in problems and quantity != line.progress().net
    }
    return JudgedEdit(
        edits=changed,
        changed=[(line.sku, line.progress().net, wanted[line]) for line in changed],
        added=new,
        raised=raised,
        refused={products[pk]: refusal for pk, refusal in refused.items() if products[pk].sku not in problems},
        problems=problems,
        owed={p.pk: _owed(units - before[p.pk], found[p.pk]) for p, units in raised.items()},
        money=_money(order.currency, changed, new),
        keeps_units=any(wanted.values()) or bool(new),
        positions=found,
        reserves=configuration.flag(declared.CAN_SUBTRACT),
        is_offline=is_offline,
        placed_on=localtime(order.placed_at).date(),
    )


def _products(order: Order, ids: set[int | None]) -> tuple[dict[int, Product], frozenset[int]]:
    """Return the products by id, and the ids of those that the order's website sells."""
    found = with_for_sale(Product.objects.all(), order.website_id).in_bulk([pk for pk in ids if pk])
    return found, frozenset(pk for pk, product in found.items() if product.is_for_sale)


def _problem(line: OrderLine, wanted: Decimal, position: Position | None, *, is_offline: bool) -> str:
    """Return why the line cannot have another net quantity `wanted`, apart from what there is to sell; empty when it can."""
    progress = line.progress()
    if wanted < 0:
        return "Please enter a quantity of 0 or more."
    if wanted > progress.net and position is None:
        return "This product was deleted: no more of it can be sold."
    if line.canceled + wanted > LARGEST:
        return TOO_MANY
    lowest = lowest_quantity(progress, is_offline=is_offline)
    if wanted < lowest:
        return f"{plain(wanted)} asked, at least {plain(lowest)}: {_gone(line, lowest)}"
    is_qty_decimal = position is not None and position.policy.is_qty_decimal
    # Each line for itself: two halves of two lines are a whole unit of the product, and none of either line.
    if not divisible(abs(progress.net - wanted), ordered=line.ordered, is_qty_decimal=is_qty_decimal):
        return MESSAGES[Reason.DECIMALS]
    return ""


def _new_problem(product: Product, quantity: Decimal, position: Position) -> str:
    if not product.holds_stock:
        return "Please choose a variant of this product: stock belongs to the variants."
    if quantity <= 0:
        return MESSAGES[Reason.NOT_POSITIVE]
    return "" if position.policy.is_qty_decimal or quantity % 1 == 0 else MESSAGES[Reason.DECIMALS]


def _gone(line: OrderLine, lowest: Decimal) -> str:
    """Say what became of the units that an edit cannot take back."""
    if line.invoiced == lowest > line.shipped + line.released:
        return "the others are invoiced. Give them back with a credit memo."
    if line.released:
        return "those were shipped or refunded."
    return "those were delivered." if line.is_virtual else "those were shipped."


def _by_product(
    wanted: Mapping[OrderLine, Decimal], added: Mapping[Product, Decimal]
) -> tuple[defaultdict[int, Decimal], dict[int, Decimal]]:
    """Return {product id: units} before and after, all lines of a product added up (C25)."""
    before: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    after: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for line, quantity in wanted.items():
        if line.product_id is not None:
            before[line.product_id] += line.progress().net
            after[line.product_id] += quantity
    for product, quantity in added.items():
        after[product.pk] += quantity
    return before, dict(after)


def _money(currency: str, edits: Mapping[OrderLine, LineEdit], added: Mapping[Product, Decimal]) -> EditedMoney:
    """Return what the edit costs: paid units are refunded, unpaid ones are asked for or not."""
    money = EditedMoney(currency)
    for line, edit in edits.items():
        left, after = line.progress().to_invoice, edit.applied_to(line.progress()).to_invoice
        due = line.value_between(line.invoiced + left, line.invoiced + after) + line.value_of(edit.added)
        refund = line.value_between(line.refunded, line.refunded + edit.refunded)
        money = replace(money, refund=money.refund + refund, due=money.due + due)
    for product, quantity in added.items():
        money = replace(money, due=money.due + line_amount(product.price, quantity, currency))
    return money


def _owed(more: Decimal, position: Position) -> Decimal:
    return owed_part(more, position.level.free) if position.policy.manage_stock else ZERO


def _with_own(level: Level, own: Decimal) -> Level:
    """Return the level as the order sees it: what it has is free to it, and what has left it was there for it."""
    return replace(level, reserved=level.reserved - own)
