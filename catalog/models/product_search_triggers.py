"""When the triggers run that keep what a product is found by; what they do stands in `catalog/sql/triggers/product_search.sql`."""

import pgtrigger

from catalog.sql import trigger_texts

_TEXTS = trigger_texts("catalog", "product_search")
_OPERATIONS = {
    "insert": (pgtrigger.Insert, pgtrigger.Referencing(new="new_rows")),
    "update": (pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows")),
    "delete": (pgtrigger.Delete, pgtrigger.Referencing(old="old_rows")),
}


def _search(part: str, on: str) -> pgtrigger.Trigger:
    operation, rows = _OPERATIONS[on]
    return pgtrigger.Trigger(
        name=f"search_on_{on}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=rows,
        func=_TEXTS[part],
    )


search_on_product = (
    _search("product_inserted", "insert"),
    _search("product_updated", "update"),
    _search("product_deleted", "delete"),
)
search_on_department = (
    _search("department_linked", "insert"),
    _search("department_moved", "update"),
    _search("department_unlinked", "delete"),
)
