"""Which products are found by what was typed: every word, as the beginning of one (docs/decisions/0058)."""

import re

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, Value

from catalog.models import SearchWord
from catalog.rules.spelling import corrected

# Of a shop with more words the rest is not looked through.
MOST_WORDS = 100_000


def search_question(typed: str, *, in_shop: bool) -> str | None:
    """Return what was typed as the database is asked for it, None when that has no word. One query.

    Staff find by name and SKU; shoppers (`in_shop`) also by description, department and the SKU of a variant.
    """
    # Asked beforehand: as a part of the other question PostgreSQL would work it out for each row, and guess how many it finds.
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_search_query(%s, %s)::text", [typed, in_shop])
        found: tuple[str | None] = cursor.fetchone()
    return found[0]


def answers(question: str) -> Q:
    """Return the condition of a queryset of Product that it is found by a `search_question`."""
    return Q(
        Func(
            F("search__words"),
            Value(question),
            template="%(expressions)s::tsquery",
            arg_joiner=" @@ ",
            output_field=BooleanField(),
        )
    )


def is_found(typed: str, *, in_shop: bool) -> Q:
    """Return the condition of a queryset of Product that it is found by `typed`; by nothing when that has no word. One query."""
    question = search_question(typed, in_shop=in_shop)
    return Q(pk__in=()) if question is None else answers(question)


def words_meant(typed: str) -> str:
    """Return the words that the shop knows next to what was typed; empty where it knows none that are better. One query."""
    words = re.findall(r"[^\W_]+", typed.lower())
    known = SearchWord.objects.order_by("word").values_list("word", flat=True)[:MOST_WORDS]
    return " ".join(corrected(words, list(known)) or ())
