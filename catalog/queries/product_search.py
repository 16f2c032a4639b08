"""Which products are found by what was typed: every word, as the beginning of one (docs/decisions/0058)."""

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, Value


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
