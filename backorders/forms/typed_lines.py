"""The quantities of an order's lines as staff type them on the edit page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms

from backorders.models import OrderLine
from catalog.forms.fields import NO_NUMBER, TypedQuantityField
from catalog.forms.fields import TOO_MANY as TOO_LARGE
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class TypedLine:
    """One line: the net quantity `units` that is wanted (None: what was typed is none, `problem` says why), and what was typed."""

    line: OrderLine
    typed: str
    units: Decimal | None
    problem: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether another quantity is wanted than the line has."""
        return self.units != self.line.progress().net


def typed_lines(lines: Sequence[OrderLine], posted: Mapping[str, str]) -> tuple[TypedLine, ...]:
    """Return what was typed for each of `lines` in `line-<id>`.

    `was-<id>` is what the page showed: a box that nobody touched follows the order, should it have changed since.
    """
    return tuple(_typed_line(line, posted.get(f"line-{line.pk}"), posted.get(f"was-{line.pk}")) for line in lines)


def _typed_line(line: OrderLine, typed: str | None, was: str | None) -> TypedLine:
    net = line.progress().net
    if typed is None or typed.strip() == was:
        return TypedLine(line, plain(net), net)
    try:
        units = TypedQuantityField(error_messages={"required": NO_NUMBER}).clean(typed)
    except forms.ValidationError as error:
        words = {"number": NO_NUMBER, "large": TOO_LARGE}
        return TypedLine(line, typed, None, words.get(error.code or "", " ".join(error.messages)))
    return TypedLine(line, typed, units)
