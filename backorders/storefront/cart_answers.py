"""What the cart says beside a line whose change was not made, and about lines that are not there any more."""

from collections.abc import Sequence
from decimal import Decimal

from backorders.actions.change_cart import CartChange
from backorders.queries.cart_lines import JudgedLine
from backorders.rules.cart_change import LineChange
from backorders.storefront.posted_cart import PostedCart
from backorders.storefront.presenters.cart_page import LineAnswer
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.quantity import plain
from catalog.words.refusal import shopper_refusal

ADDED_ELSEWHERE = "This was put into your cart in another window. Please look at it before you check out."


def line_answers(
    posted: PostedCart, change: CartChange, lines: Sequence[JudgedLine], configuration: Configuration
) -> dict[int, LineAnswer]:
    """Return the answers by line id; a box whose content was not taken keeps it."""
    found = {line.pk: _answer(line, posted, change, configuration) for line in lines}
    return {pk: answer for pk, answer in found.items() if answer is not None}


def gone_lines(posted: PostedCart, change: CartChange) -> list[str]:
    """Return a sentence for every line that the page showed and the cart has no more, though this page did not remove it."""
    gone = [pk for pk, answer in change.answers.items() if answer is LineChange.GONE]
    return [f"{posted.names.get(pk) or 'An item'} is no longer in your cart: it was removed meanwhile." for pk in gone]


def _answer(
    line: JudgedLine, posted: PostedCart, change: CartChange, configuration: Configuration
) -> LineAnswer | None:
    typed = posted.typed.get(line.pk, "")
    answer = change.answers.get(line.pk, LineChange.NONE)
    if refused := change.refused.get(line.pk):
        said = shopper_refusal(refused.refusal, refused.told, configuration)
        return LineAnswer(_still(said, line.quantity), typed)
    if answer is LineChange.ELSEWHERE:
        return LineAnswer(f"Another window changed this from {_first(posted, line)} to {plain(line.quantity)}.")
    if answer is LineChange.CONFLICT:
        said = f"Another window changed this to {plain(line.quantity)}, and here {typed} was typed. Which one is right?"
        return LineAnswer(said, typed)
    if line.pk in posted.unread and line.pk not in posted.removed:
        return LineAnswer(_still(posted.unread[line.pk], line.quantity), typed)
    return LineAnswer(ADDED_ELSEWHERE) if line.pk in change.added else None


def _still(said: str, quantity: Decimal) -> str:
    """Say what the cart holds: the box beside it shows what was typed."""
    return f"{said}{'' if said.endswith('.') else '.'} Your cart still holds {plain(quantity)}."


def _first(posted: PostedCart, line: JudgedLine) -> str:
    return plain(posted.wishes[line.pk].shown[0])
