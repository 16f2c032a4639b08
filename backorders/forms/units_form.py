"""Quantities of several order lines as staff type them, to ship, to invoice, or as shoppers choose them, to cancel.

Whether each row that a page of an order shows came in: a quantity that got lost must not count as none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from backorders.models import Order, OrderLine
from backorders.queries.asked_units import line_policies
from backorders.rules.cancellation import cancelable
from backorders.rules.line_quantities import divisible
from catalog.forms.fields import TypedQuantityField
from catalog.rules.quantity import ZERO, plain
from catalog.rules.shown_form import RowsShown, rows_shown
from catalog.words.form import lost_words


@dataclass(frozen=True)
class UnitsBox:
    """One quantity box. `begins` stands in it at first; `most` is the largest that may be typed (None: judged elsewhere).

    `on_shelf` is what lies where it would be taken from, when that is known.
    """

    line_id: int
    sku: str
    begins: Decimal
    ordered: Decimal
    is_qty_decimal: bool
    most: Decimal | None = None
    on_shelf: Decimal | None = None

    @property
    def name(self) -> str:
        """The name of the field."""
        return f"q{self.line_id}"


def cancel_boxes(order: Order, lines: Sequence[OrderLine], *, is_offline: bool) -> list[UnitsBox]:
    """Return a box, with nothing in it, for each of `lines`, all of them `order`'s, of which something can be canceled."""
    policies = line_policies(order, lines)
    return [
        UnitsBox(
            line.pk,
            line.sku,
            ZERO,
            line.ordered,
            is_qty_decimal=line.product_id in policies and policies[line.product_id].is_qty_decimal,
        )
        for line in lines
        if cancelable(line.progress(), is_offline=is_offline)
    ]


class UnitsForm(forms.Form):
    """A quantity box for each order line; empty counts as none, one that got lost does not. Messages name the SKU."""

    def __init__(self, data: Mapping[str, Any] | None, *, boxes: Sequence[UnitsBox], **kwargs: Any) -> None:
        """Make a field for each of `boxes`."""
        super().__init__(data, **kwargs)
        self.boxes = tuple(boxes)
        for box in self.boxes:
            self.fields[box.name] = TypedQuantityField(required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a page of which a box is missing, and quantities below 0, too large, or in fractions of what is sold whole."""
        if lost := rows_problem(self.data, prefix="q"):
            self.add_error(None, lost)
        for box in self.boxes:
            quantity = self.cleaned_data.get(box.name)
            if quantity is not None and (problem := _problem(box, quantity)):
                self.add_error(box.name, problem)
        return self.cleaned_data

    @property
    def units(self) -> dict[int, Decimal]:
        """What was typed, as {line id: units above zero}. Of a valid form."""
        found = {box.line_id: self.cleaned_data.get(box.name) or ZERO for box in self.boxes}
        return {line_id: quantity for line_id, quantity in found.items() if quantity > 0}

    @property
    def shown(self) -> str:
        """The names of the boxes, for the page to say which it shows."""
        return " ".join(box.name for box in self.boxes)

    @property
    def problems(self) -> tuple[str, ...]:
        """Why the page was refused: not whole, then quantities, each naming its SKU."""
        lost = self.non_field_errors() if self.is_bound else ()
        wrong = (f"{box.sku}: {self.problem(box)}" for box in self.boxes if self.problem(box))
        return (*(str(message) for message in lost), *wrong)

    def typed(self, box: UnitsBox) -> str:
        """Return what stands in the box: as it was typed, else what it begins with."""
        if self.is_bound and box.name in self.data:
            return str(self.data[box.name])
        return plain(box.begins)

    def problem(self, box: UnitsBox) -> str:
        """Return why the quantity in the box was refused; empty when it was not."""
        return " ".join(str(message) for message in self.errors.get(box.name, ())) if self.is_bound else ""


def _problem(box: UnitsBox, quantity: Decimal) -> str:
    if quantity < 0:
        return "Please enter 0 or more."
    if not divisible(quantity, ordered=box.ordered, is_qty_decimal=box.is_qty_decimal):
        return "Please enter a whole number: it is not sold in fractions."
    if box.most is not None and quantity > box.most:
        shelf = "" if box.on_shelf is None else f" (asked {plain(quantity)}, on shelf {plain(box.on_shelf)})"
        return f"Qty of {box.sku} should be less or equal to {plain(box.most)}{shelf}."
    return ""


ROWS = "rows-shown"
TYPED_ROWS = "rows-typed"


def rows_problem(posted: Mapping[str, Any], *, prefix: str) -> str:
    """Return why a page was refused whose boxes are named `prefix` and an id; empty when it is whole, or did not say."""
    if ROWS not in posted:
        return ""
    boxes = (name for name in posted if name.startswith(prefix) and name.removeprefix(prefix).isdecimal())
    rows = rows_shown(str(posted[ROWS]), boxes)
    return "" if rows.is_whole else lost_words(rows)


def typed_rows_problem(said: str, *columns: Sequence[str]) -> str:
    """Return why rows were refused that `said` how many they are; empty when each of `columns` brought as many.

    A column that is a value short would put every quantity below it to another product.
    """
    if not said.isascii() or not said.isdecimal():
        return ""
    shown, came = int(said), [len(column) for column in columns]
    rows = RowsShown(shown, max(0, shown - min(came)), max(0, max(came) - shown))
    return "" if rows.is_whole else lost_words(rows)
