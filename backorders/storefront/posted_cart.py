"""The form around the whole cart, as it was posted: what each line's box holds, and what its page showed before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from backorders.actions.change_cart import LineWish
from catalog.forms.fields import QuantityForm
from catalog.rules.quantity import quantity as exact

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
