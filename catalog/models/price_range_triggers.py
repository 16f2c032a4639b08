"""When the triggers run that keep the prices between which a configurable product lies (`catalog/sql/triggers/price_range.sql`)."""

import pgtrigger

from catalog.sql import trigger_texts

_TEXTS = trigger_texts("catalog", "price_range")
_ROWS = {
    "insert": (pgtrigger.Insert, pgtrigger.Referencing(new="new_rows")),
    "update": (pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows")),
    "delete": (pgtrigger.Delete, pgtrigger.Referencing(old="old_rows")),
}
price_range_on_product = tuple(
    pgtrigger.Trigger(
        name=f"price_range_on_{on}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=rows,
        func=_TEXTS[f"product_{on}"],
    )
    for on, (operation, rows) in _ROWS.items()
)
