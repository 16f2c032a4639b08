"""Which products are found by what was typed: every word, as the beginning of one (docs/decisions/0058)."""

from django.db.models import BooleanField, F, Func, Value


def is_found(typed: str, *, in_shop: bool) -> Func:
    """Return the condition of a queryset of Product that it is found by `typed`; by nothing when that has no word.

    Staff find by name and SKU; shoppers (`in_shop`) also by description, department and the SKU of a variant.
    """
    question = Func(Value(typed), Value(in_shop), function="catalog_search_query")
    return Func(
        F("search__words"), question, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField()
    )
