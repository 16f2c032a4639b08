"""The triggers that raise `Order.revision`, whoever writes: an action, a provider's message, the Django shell, plain SQL.

It rises when what was agreed, done or paid changes, so that a page that was made before says so instead of acting on what it
showed: the order's status, total and address; each quantity and the price of its lines; what was captured, and what was given back.
It does not rise for what no page of an order acts on: a mail, a note in its history, a tracking number, a place on the map, a place
in the queue, how far a refund is on its way (docs/decisions/0042).
"""

import pgtrigger

ORDER = ("status", "held_from", "total", "customer_name", "street", "city", "postcode", "country")
LINE = ("order_id", "unit_price", "ordered", "invoiced", "shipped", "canceled", "refunded", "released")
PAYMENT = ("order_id", "captured_amount")
REFUND = ("payment_id", "amount", "uncredited")

# The rows are locked in one order: plain SQL may write lines of several orders at once.
_RAISE = """
    UPDATE backorders_order SET revision = revision + 1 WHERE id IN (
        SELECT id FROM backorders_order WHERE id IN ({orders}) ORDER BY id FOR NO KEY UPDATE
    );
    RETURN NULL;
"""
_CHANGED = """
    SELECT {first} FROM (
        (SELECT {every} FROM old_rows EXCEPT SELECT {every} FROM new_rows)
        UNION ALL
        (SELECT {every} FROM new_rows EXCEPT SELECT {every} FROM old_rows)
    ) AS changed
"""
_ORDERS_OF_PAYMENTS = "SELECT order_id FROM backorders_payment WHERE id IN ({payments})"


def _differ(columns: tuple[str, ...]) -> str:
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return f"ROW({old}) IS DISTINCT FROM ROW({new})"


def _changed(columns: tuple[str, ...]) -> str:
    """Return the first of `columns`, of each row in which one of them is another than before."""
    return _CHANGED.format(first=columns[0], every=", ".join(("id", *columns)))


def _raise(name: str, operation: pgtrigger.Operation, orders: str) -> pgtrigger.Trigger:
    rows = {
        pgtrigger.Insert: pgtrigger.Referencing(new="new_rows"),
        pgtrigger.Update: pgtrigger.Referencing(old="old_rows", new="new_rows"),
        pgtrigger.Delete: pgtrigger.Referencing(old="old_rows"),
    }
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=rows[operation],
        func=_RAISE.format(orders=orders),
    )


# Never lower than it was: who saves an order with all its columns has an old number of it.
on_order = (
    pgtrigger.Trigger(
        name="raise_revision",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            NEW.revision := GREATEST(OLD.revision, NEW.revision) + CASE WHEN {_differ(ORDER)} THEN 1 ELSE 0 END;
            RETURN NEW;
        """,
    ),
)
on_line = (
    _raise("revision_on_insert", pgtrigger.Insert, "SELECT order_id FROM new_rows"),
    _raise("revision_on_update", pgtrigger.Update, _changed(LINE)),
    _raise("revision_on_delete", pgtrigger.Delete, "SELECT order_id FROM old_rows"),
)
# A payment that has no money yet only asks for it.
on_payment = (
    _raise("revision_on_insert", pgtrigger.Insert, "SELECT order_id FROM new_rows WHERE captured_amount > 0"),
    _raise("revision_on_update", pgtrigger.Update, _changed(PAYMENT)),
    _raise("revision_on_delete", pgtrigger.Delete, "SELECT order_id FROM old_rows WHERE captured_amount > 0"),
)
on_refund = (
    _raise(
        "revision_on_insert",
        pgtrigger.Insert,
        _ORDERS_OF_PAYMENTS.format(payments="SELECT payment_id FROM new_rows"),
    ),
    _raise("revision_on_update", pgtrigger.Update, _ORDERS_OF_PAYMENTS.format(payments=_changed(REFUND))),
    _raise(
        "revision_on_delete",
        pgtrigger.Delete,
        _ORDERS_OF_PAYMENTS.format(payments="SELECT payment_id FROM old_rows"),
    ),
)
