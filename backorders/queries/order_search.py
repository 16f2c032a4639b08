"""Which orders are found by what was typed: each word, as the beginning of one of number, customer or SKU (docs/decisions/0077)."""

import re
from typing import Any

from django.db.models import Q, QuerySet

from backorders.models import Order, OrderLine
from backorders.models.order import CUSTOMER_WORDS
from backorders.models.order_line import SKU_WORDS
from catalog.models.fields import is_id
from catalog.queries.product_search import has_words, word_questions

NUMBER = re.compile(r"#?(\d{1,18})", re.ASCII)
ADDRESS = "@"


def is_order(typed: str) -> Q:
    """Return the condition of a queryset of Order that it is found by `typed`: by its number, e-mail, name, or the SKU of a line.

    Each part of it that stands between spaces has to be found. One query.
    """
    return _found(typed, with_lines=True)


def is_customer(typed: str) -> Q:
    """Return the condition of a queryset of Order that it is found by its number or by who placed it, e-mail or name. One query."""
    return _found(typed, with_lines=False)


def orders_by_part(typed: str) -> list[tuple[str, QuerySet[Any, Any]]]:
    """Return each part of `typed` with the ids of the orders that `is_order` finds by it alone. One query.

    For who looks for orders and for something else beside them.
    """
    return [
        (part, Order.objects.filter(_by_part(part, question, with_lines=True)).order_by().values("pk"))
        for part, question in _parts(typed)
    ]


def _found(typed: str, *, with_lines: bool) -> Q:
    asked = _parts(typed)
    found = Q() if asked else Q(pk__in=())
    for part, question in asked:
        found &= _by_part(part, question, with_lines=with_lines)
    return found


def _parts(typed: str) -> list[tuple[str, str]]:
    parts = typed.split()
    questions = word_questions(parts) if parts else []
    return [(part, question) for part, question in zip(parts, questions, strict=True) if question is not None]


def _by_part(part: str, question: str, *, with_lines: bool) -> Q:
    customers = has_words(CUSTOMER_WORDS, question)
    if ADDRESS in part:
        # The beginning of each of its words may be that of others: of ada1@ and ada12@.
        return customers & Q(email__icontains=part)
    found: list[QuerySet[Any, Any]] = [Order.objects.filter(customers).order_by().values("pk")]
    if with_lines:
        found.append(OrderLine.objects.filter(has_words(SKU_WORDS, question)).order_by().values("order"))
    if (number := NUMBER.fullmatch(part)) and is_id(Order, number[1]):
        found.append(Order.objects.filter(pk=int(number[1])).order_by().values("pk"))
    # Put together, and not asked beside each other: of an OR with another table PostgreSQL looks at every order.
    return Q(pk__in=found[0].union(*found[1:])) if found[1:] else customers
