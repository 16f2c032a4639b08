"""What the edit page shows of an order, as frozen primitives."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.utils.timezone import localdate

from backorders.admin.order_draft import ItemRow, ItemsShown
from backorders.forms.order_form import TypedLine
from backorders.models import Order
from backorders.queries.order_edit import JudgedEdit
from backorders.rules.order_edit import lowest_quantity
from backorders.words.refusal import owed_for_staff, refusal_for_staff
from catalog.rules.money import NOTHING, amount_text, line_amount
from catalog.rules.quantity import plain
from catalog.rules.salable import largest_sale


@dataclass(frozen=True)
class LineRow:
    """One line of the order. `was` is the net quantity that the page shows, `limits` how far it can be changed."""

    pk: int
    product_id: int | None
    name: str
    sku: str
    price: str
    ordered: str
    shipped: str
    canceled: str
    was: str
    typed: str
    limits: str
    problem: str
    warning: str


@dataclass(frozen=True)
class EditShown:
    """The rows, and `changes` in words: what Save Changes would do. `total` is the grand total after it.

    `left` is what of it is not canceled, empty where nothing is: units that were paid stay in the grand total and are refunded.
    `problems` have to be corrected first; each names its SKU.
    """

    lines: tuple[LineRow, ...]
    items: ItemsShown
    changes: tuple[str, ...]
    money: tuple[str, ...]
    total: str
    left: str
    problems: tuple[str, ...]

    @property
    def rows_shown(self) -> str:
        """The names of the lines' boxes."""
        return " ".join(f"line-{line.pk}" for line in self.lines)

    @property
    def is_wrong(self) -> bool:
        """Whether something has to be corrected before it can be saved."""
        return bool(self.problems)

    @property
    def mark(self) -> str:
        """What the page said would change."""
        warnings = [*(line.warning for line in self.lines), *(row.warning for row in self.items.rows)]
        return sha256(repr((self.changes, self.money, self.total, warnings)).encode()).hexdigest()[:32]


def edit_shown(
    order: Order,
    typed: Sequence[TypedLine],
    items: ItemsShown,
    judged: JudgedEdit,
    *,
    lost: str = "",
) -> EditShown:
    """Return the page for what was `typed`, as it was judged; `lost` says that a line did not come in. No query."""
    words = {product.pk: refusal_for_staff(refusal) for product, refusal in judged.refused.items()}
    warnings = {} if judged.refused else _warnings(judged, today=localdate())
    # A product that stands in several rows is spoken of once, at the row that was added last.
    rows = tuple(_item(row, judged, words, warnings) for row in items.rows)
    for row in rows:
        if row.product_id is not None:
            words.pop(row.product_id, None)
            warnings.pop(row.product_id, None)
    lines = tuple(_line(each, order.currency, judged, words, warnings) for each in reversed(typed))[::-1]
    changes = (
        *(f"{sku} from {plain(before)} to {plain(after)}" for sku, before, after in judged.changed),
        *(f"{plain(units)} of {product.sku} added" for product, units in judged.added.items()),
    )
    problems = (
        *(reason for reason in (lost, items.lost) if reason),
        *(f"{line.sku}: {line.problem}" for line in lines if line.problem),
        *(f"{row.sku}: {row.problem}" if row.sku else row.problem for row in rows if row.problem),
    )
    said = " ".join(problems)
    total, left = _totals(typed, judged, order.currency)
    return EditShown(
        lines=lines,
        items=replace(items, rows=rows),
        changes=changes,
        money=judged.money.in_words(has_happened=False),
        total=amount_text(total, order.currency),
        left=amount_text(left, order.currency) if left != total else "",
        # What stands at a row already is not said again.
        problems=(*problems, *(sentence for sentence in judged.sentences if sentence not in said)),
    )


def _warnings(judged: JudgedEdit, *, today: date) -> dict[int, str]:
    """Return {product id: what of the raise would be owed, and until when}."""
    found = {}
    for pk, owed in judged.owed.items():
        day = judged.day_of_raise(pk, owed, free=judged.positions[pk].level.free, today=today)
        found[pk] = owed_for_staff(owed, day=day)
    return found


def _item(row: ItemRow, judged: JudgedEdit, words: dict[int, str], warnings: dict[int, str]) -> ItemRow:
    if row.product_id is None:
        return row
    problem = row.problem or judged.problems.get(row.sku, "") or words.get(row.product_id, "")
    return replace(row, problem=problem, warning="" if problem else warnings.get(row.product_id, ""))


def _line(
    typed: TypedLine, currency: str, judged: JudgedEdit, words: dict[int, str], warnings: dict[int, str]
) -> LineRow:
    line = typed.line
    problem, warning = typed.problem, ""
    if typed.is_changed and not problem:
        product_id = line.product_id or 0
        problem = judged.problems.get(line.sku, "")
        if typed.units is not None and typed.units > line.progress().net:
            problem = problem or words.pop(product_id, "")
            warning = "" if problem else warnings.pop(product_id, "")
    return LineRow(
        pk=line.pk,
        product_id=line.product_id,
        name=line.name,
        sku=line.sku,
        price=amount_text(line.unit_price, currency),
        ordered=plain(line.ordered),
        shipped=plain(line.shipped),
        canceled=plain(line.canceled),
        was=plain(line.progress().net),
        typed=typed.typed,
        limits=_limits(typed, judged),
        problem=problem,
        warning=warning,
    )


def _limits(typed: TypedLine, judged: JudgedEdit) -> str:
    """Return "at least 2, at most 75"; what the order has already counts as free to it."""
    line, progress = typed.line, typed.line.progress()
    least = f"at least {plain(lowest_quantity(progress, is_offline=judged.is_offline))}"
    position = judged.positions.get(line.product_id or 0)
    if position is None:
        return f"{least}, at most {plain(progress.net)}"
    if position.policy.floor is None:
        return least
    own = replace(position.level, reserved=position.level.reserved - progress.net)
    most = largest_sale(own, position.policy)
    return least if most is None else f"{least}, at most {plain(max(most, progress.net))}"


def _totals(typed: Sequence[TypedLine], judged: JudgedEdit, currency: str) -> tuple[Decimal, Decimal]:
    """Return the grand total after the edit, and what of it is not canceled."""
    total = left = NOTHING
    for line in (each.line for each in typed):
        edit = judged.edits.get(line)
        after = line.progress() if edit is None else edit.applied_to(line.progress())
        added = line.value_of(edit.added) if edit else NOTHING
        total += (line.row_total if edit is None else line.value_of(after.ordered)) + added
        left += (line.row_total if after.net == line.ordered else line.value_of(after.net)) + added
    new = sum((line_amount(product.price, units, currency) for product, units in judged.added.items()), NOTHING)
    return total + new, left + new
