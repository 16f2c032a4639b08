"""A cart as it was posted, and what is answered to it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, QueryDict

from backorders.actions.cart import CartChange, LineWish, forget_gone_lines
from backorders.queries.cart_lines import JudgedLine, OpenCart
from backorders.rules.placing import LineChange
from backorders.storefront.cart_page import LineAnswer
from catalog.forms.fields import QuantityForm
from catalog.rules.in_force import Configuration
from catalog.rules.quantity import plain
from catalog.rules.quantity import quantity as exact
from catalog.words.refusal import shopper_refusal

# No id that the database would refuse to compare with.
LINE = re.compile(r"quantity-([0-9]{1,18})")
CHECK_OUT = "checkout"
LONGEST = 20
MOST_SHOWN = 50
LONGEST_NAME = 200


@dataclass(frozen=True)
class PostedCart:
    """`typed` is the text of every box, `unread` why a box holds no quantity, `names` what each line was called; by line id."""

    wishes: Mapping[int, LineWish]
    typed: Mapping[int, str]
    unread: Mapping[int, str]
    names: Mapping[int, str]
    removed: frozenset[int]
    checks_out: bool


def posted_cart(posted: QueryDict) -> PostedCart:
    """Return what `posted` asks of the cart."""
    lines = [int(match[1]) for match in map(LINE.fullmatch, posted) if match]
    typed = {line: posted.get(f"quantity-{line}", "") for line in lines}
    forms = {line: QuantityForm({"quantity": text}) for line, text in typed.items()}
    removed = posted.get("remove", "")
    return PostedCart(
        wishes={
            line: LineWish(
                _shown(posted.get(f"shown-{line}", "")), form.cleaned_data["quantity"] if form.is_valid() else None
            )
            for line, form in forms.items()
        },
        typed={line: text[:LONGEST] for line, text in typed.items()},
        unread={line: form.message for line, form in forms.items() if not form.is_valid()},
        names={line: posted.get(f"name-{line}", "")[:LONGEST_NAME] for line in lines},
        removed=frozenset({int(removed)} if re.fullmatch(r"[0-9]{1,18}", removed) else ()),
        checks_out=posted.get("then") == CHECK_OUT,
    )


def _shown(text: str) -> tuple[Decimal, ...]:
    """Return the quantities that the page showed or sent, the first first; what is none was not shown."""
    found = []
    for word in text.split()[:MOST_SHOWN]:
        try:
            found.append(exact(word[:LONGEST]))
        except (InvalidOperation, ValueError):
            continue
    return tuple(found)


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


def removed_lines(posted: PostedCart) -> list[str]:
    """Return a sentence for every line that the page removed."""
    return [f"{name} was removed from your cart." for pk in posted.removed if (name := posted.names.get(pk))]


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


def say_what_is_gone(request: HttpRequest, found: OpenCart) -> None:
    """Take deleted products out of the cart and name them to the shopper."""
    for name in forget_gone_lines(cart=found.cart) if found.has_gone_lines else ():
        what = name or "A product"
        messages.warning(request, f"{what} is no longer sold and was removed from your cart.")
