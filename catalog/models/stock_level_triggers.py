"""When the triggers run that keep StockLevel right; what they do stands in `catalog/sql/triggers/stock_level.sql`."""

import pgtrigger

from catalog.sql import trigger_texts

_TEXTS = trigger_texts("catalog", "stock_level")
_OPERATIONS = {
    "insert": (pgtrigger.Insert, pgtrigger.Referencing(new="new_rows")),
    "update": (pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows")),
    "delete": (pgtrigger.Delete, pgtrigger.Referencing(old="old_rows")),
}


def _refresh(part: str, on: str) -> pgtrigger.Trigger:
    operation, rows = _OPERATIONS[on]
    return pgtrigger.Trigger(
        name=f"levels_on_{on}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=rows,
        func=_TEXTS[part],
    )


def _gate(operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="one_at_a_time",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=operation,
        func=_TEXTS["one_at_a_time"],
    )


on_source_item = (
    _refresh("source_item_inserted", "insert"),
    _refresh("source_item_updated", "update"),
    _refresh("source_item_deleted", "delete"),
)
on_link = (
    _gate(pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete),
    _refresh("link_inserted", "insert"),
    _refresh("link_updated", "update"),
    _refresh("link_deleted", "delete"),
)
on_source = (_gate(pgtrigger.UpdateOf("is_enabled")), _refresh("source_switched", "update"))
on_level = pgtrigger.Trigger(
    name="written_by_triggers_only",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    # Depth 0 is a statement of a program or a person; from 1 on another table's trigger writes.
    condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
    func=_TEXTS["written_by_triggers_only"],
)
