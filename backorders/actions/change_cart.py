"""Change the quantities of a cart's lines, or remove lines, as one page of the cart asks for it."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from backorders.actions.add_to_cart import QuantityRefused
from backorders.models import Cart, CartLine
from backorders.queries.cart_lines import cart_lines
from backorders.queries.locked_cart import locked_cart
from backorders.rules.cart_change import LineChange, line_change
from catalog.models import ConfigurationValue, Stock, Website
from catalog.rules.quantity import ZERO
from catalog.rules.quantity import quantity as exact


class CartGone(Exception):
    """There is no such cart (any more): nothing was changed."""


@dataclass(frozen=True)
class LineWish:
    """What a page says about one line, in units: what it `shown` and then sent before, and what is `wanted` now.

    `wanted` is None for a box that holds no quantity: the line stays as it is.
    """

    shown: tuple[Decimal, ...]
    wanted: Decimal | None


@dataclass(frozen=True)
class CartChange:
    """What became of the wishes, by line id. Refused lines are as they were; `added` lines are not on the page that asked."""

    answers: Mapping[int, LineChange]
    refused: Mapping[int, QuantityRefused] = field(default_factory=dict)
    added: frozenset[int] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether the cart now holds what the page showed, line by line."""
        fine = {LineChange.NONE, LineChange.APPLIED}
        return not self.refused and not self.added and all(answer in fine for answer in self.answers.values())


def change_cart(
    *,
    token: uuid.UUID | None,
    website: Website,
    wishes: Mapping[int, LineWish],
    removed: Collection[int] = (),
    group: str | None = None,
) -> CartChange:
    """Do what `wishes` ask of the lines of the cart that `token` names, and remove the lines `removed`.

    A line that another page changed meanwhile is left alone, one that cannot be bought in that quantity stays as it was; the
    others are changed all the same. Asked twice it changes nothing the second time. Raises `CartGone`, and `ValueError` for a
    quantity that is none.
    """
    wanted = {pk: _exact(wish) for pk, wish in wishes.items() if pk not in removed}
    with transaction.atomic():
        cart = None if token is None else locked_cart(token, website)
        if cart is None:
            raise CartGone
        cart.lines.filter(pk__in=removed).delete()
        lines = {line.pk: line for line in cart.lines.order_by("pk")}
        now = {pk: line.quantity for pk, line in lines.items()}
        answers = {pk: line_change(wish.shown, wish.wanted, now.get(pk)) for pk, wish in wanted.items()}
        changed = [lines[pk] for pk, answer in answers.items() if answer is LineChange.APPLIED]
        for line in changed:
            line.quantity = wanted[line.pk].wanted or line.quantity
        refused = _judged(cart, changed, website, group) if changed else {}
        for pk in refused:
            lines[pk].quantity = now[pk]
        CartLine.objects.bulk_update([lines[pk] for pk in refused], ("quantity",))
    return CartChange(answers, refused, frozenset(lines.keys() - wishes.keys()))


def _exact(wish: LineWish) -> LineWish:
    wanted = None if wish.wanted is None else exact(wish.wanted)
    if wanted is not None and wanted <= ZERO:
        message = "A cart line holds more than zero units; a line that is not wanted is removed."
        raise ValueError(message)
    return LineWish(wish.shown, wanted)


def _judged(cart: Cart, changed: list[CartLine], website: Website, group: str | None) -> dict[int, QuantityRefused]:
    """Write the changed lines and return the refusals among them, by line id."""
    CartLine.objects.bulk_update(changed, ("quantity",))
    configuration = ConfigurationValue.objects.in_force(website=website)
    judged = cart_lines(cart, stock=Stock.objects.of_website(website), configuration=configuration, group=group)
    ids = {line.pk for line in changed}
    return {
        line.pk: QuantityRefused(line.product, line.refusal, line.availability)
        for line in judged
        if line.pk in ids and line.refusal is not None
    }
