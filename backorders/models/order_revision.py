"""When the triggers run that raise `Order.revision`; what they do stands in `backorders/sql/triggers/order_revision.sql`."""

import pgtrigger

from catalog.sql import trigger_texts

_TEXTS = trigger_texts("backorders", "order_revision")
_OPERATIONS = {
    "insert": (pgtrigger.Insert, pgtrigger.Referencing(new="new_rows")),
    "update": (pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows")),
    "delete": (pgtrigger.Delete, pgtrigger.Referencing(old="old_rows")),
}


def _raise(part: str, on: str) -> pgtrigger.Trigger:
    operation, rows = _OPERATIONS[on]
    return pgtrigger.Trigger(
        name=f"revision_on_{on}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=rows,
        func=_TEXTS[part],
    )


on_order = (
    pgtrigger.Trigger(name="raise_revision", when=pgtrigger.Before, operation=pgtrigger.Update, func=_TEXTS["order"]),
)
on_line = (
    _raise("line_inserted", "insert"),
    _raise("line_updated", "update"),
    _raise("line_deleted", "delete"),
)
on_payment = (
    _raise("payment_inserted", "insert"),
    _raise("payment_updated", "update"),
    _raise("payment_deleted", "delete"),
)
on_refund = (
    _raise("refund_inserted", "insert"),
    _raise("refund_updated", "update"),
    _raise("refund_deleted", "delete"),
)
