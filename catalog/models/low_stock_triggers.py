"""The triggers that notice when a quantity falls to its notify level, whoever writes.

Nothing is stored but the notice itself: each trigger compares the row as it was with the row as it is, and both with the level in
force. The row that changed is locked by its own change, so two buyers who cross together are seen one after the other. What stands
here costs the sale two look-ups by key; the row of a notice is written at a crossing only.
"""

import pgtrigger

from catalog.rules.product_setting import MANAGE_STOCK, NOTIFY_STOCK_QTY

# A level without a source: the product is not assigned yet, or no more. Its first quantity is no fall.
_LEVEL = """
    SELECT notify_at INTO in_force FROM catalog_notifylevel WHERE product_id = NEW.product_id;
    was_low := OLD.on_hand - OLD.reserved <= in_force;
    is_low := NEW.sources_assigned > 0 AND NEW.on_hand - NEW.reserved <= in_force;
    IF was_low <> is_low THEN
        PERFORM catalog_note_low_stock(
            NEW.product_id, NEW.stock_id, NULL, NEW.on_hand - NEW.reserved, in_force, was_low, is_low
        );
    END IF;
    RETURN NULL;
"""
_ITEM = """
    SELECT notify_at INTO in_force FROM catalog_notifylevel WHERE product_id = NEW.product_id;
    IF in_force IS NOT NULL AND (SELECT is_enabled FROM catalog_source WHERE id = NEW.source_id) THEN
        PERFORM catalog_note_low_stock(
            NEW.product_id, NULL, NEW.source_id, NEW.quantity, coalesce(NEW.notify_quantity, in_force),
            OLD.quantity <= coalesce(OLD.notify_quantity, in_force),
            NEW.quantity <= coalesce(NEW.notify_quantity, in_force)
        );
    END IF;
    RETURN NULL;
"""
_SOURCE = """
    PERFORM catalog_note_low_stock(
        item.product_id, NULL, item.source_id, item.quantity, coalesce(item.notify_quantity, level.notify_at),
        OLD.is_enabled, NEW.is_enabled
    )
    FROM catalog_sourceitem AS item JOIN catalog_notifylevel AS level ON level.product_id = item.product_id
    WHERE item.source_id = NEW.id AND level.notify_at IS NOT NULL
      AND item.quantity <= coalesce(item.notify_quantity, level.notify_at);
    RETURN NULL;
"""
# Before and after of one product's level; NULL is "not watched".
_PRODUCT = """
    PERFORM catalog_judge_low_stock(
        array_agg(product.id),
        array_agg(catalog_notify_level(
            {before_enabled}, {before_type}, {before_manage}, {before_notify}, {old_manage}, {old_notify}
        )),
        array_agg(catalog_notify_level(
            {after_enabled}, {after_type}, {after_manage}, {after_notify}, {new_manage}, {new_notify}
        ))
    )
    FROM catalog_product AS product LEFT JOIN catalog_stockitem AS own ON own.product_id = product.id
    WHERE {which};
    RETURN NULL;
"""
_NOW = {
    "before_enabled": "product.is_enabled",
    "before_type": "product.product_type",
    "before_manage": "own.manage_stock",
    "before_notify": "own.notify_stock_qty",
    "after_enabled": "product.is_enabled",
    "after_type": "product.product_type",
    "after_manage": "own.manage_stock",
    "after_notify": "own.notify_stock_qty",
}


# Written out: PostgreSQL plans a function apart from the query that calls it, and every sale runs this.
_CONFIGURED_VALUE = """coalesce(
    (SELECT value FROM catalog_configurationvalue WHERE path = '{path}' AND scope = 0), '{built_in}'
)"""


def _configured(path: str, built_in: str) -> str:
    return _CONFIGURED_VALUE.format(path=path, built_in=built_in)


_MANAGE = _configured(MANAGE_STOCK.path, MANAGE_STOCK.default)
_NOTIFY = _configured(NOTIFY_STOCK_QTY.path, NOTIFY_STOCK_QTY.default)
_CONFIGURED = {"old_manage": _MANAGE, "old_notify": _NOTIFY, "new_manage": _MANAGE, "new_notify": _NOTIFY}


def _product(**changed: str) -> str:
    return _PRODUCT.format(**{**_NOW, **_CONFIGURED, **changed})


def _own(row: str, when: str) -> dict[str, str]:
    """Name the own values of `row` (OLD or NEW); NULL, "Use Config Setting", where that operation knows no such row."""
    return {f"{when}_manage": f"{row}.manage_stock", f"{when}_notify": f"{row}.notify_stock_qty"}


_NO_ROW = {"manage": "NULL::boolean", "notify": "NULL::numeric"}
_BEFORE_NONE = {f"before_{name}": value for name, value in _NO_ROW.items()}
_AFTER_NONE = {f"after_{name}": value for name, value in _NO_ROW.items()}


def _trigger(name: str, operation: pgtrigger.Operation, func: str, condition: str, *, reads: bool) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        condition=pgtrigger.Condition(f"({condition})"),
        func=func,
        declare=[("in_force", "numeric"), ("was_low", "boolean"), ("is_low", "boolean")] if reads else None,
    )


def _configuration(operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    row = "OLD" if operation is pgtrigger.Delete else "NEW"
    parts = []
    for setting, manage, notify in (
        (MANAGE_STOCK, "{}", _NOTIFY),
        (NOTIFY_STOCK_QTY, _MANAGE, "{}"),
    ):
        built_in = f"'{setting.default}'"
        old = built_in if operation is pgtrigger.Insert else "OLD.value"
        new = built_in if operation is pgtrigger.Delete else "NEW.value"
        judged = _product(
            old_manage=manage.format(old),
            old_notify=notify.format(old),
            new_manage=manage.format(new),
            new_notify=notify.format(new),
            # Products with both values of their own do not hear of it.
            which="own.manage_stock IS NULL OR own.notify_stock_qty IS NULL",
        )
        parts.append(f"IF {row}.path = '{setting.path}' THEN {judged} END IF;")
    paths = f"'{MANAGE_STOCK.path}', '{NOTIFY_STOCK_QTY.path}'"
    changed = " AND OLD.value <> NEW.value" if operation is pgtrigger.Update else ""
    name = {pgtrigger.Insert: "insert", pgtrigger.Update: "update", pgtrigger.Delete: "delete"}[operation]
    return _trigger(
        f"low_stock_on_{name}",
        operation,
        "\n".join([*parts, "RETURN NULL;"]),
        f"{row}.scope = 0 AND {row}.path IN ({paths}){changed}",
        reads=False,
    )


_FORGET = "DELETE FROM catalog_lowstocknotice WHERE {column} IN (SELECT id FROM old_rows); RETURN NULL;"


def _forget(column: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="low_stock_on_delete",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        referencing=pgtrigger.Referencing(old="old_rows"),
        func=_FORGET.format(column=column),
    )


low_on_stock_level = _trigger(
    "low_stock_on_update",
    pgtrigger.Update,
    _LEVEL,
    "OLD.sources_assigned > 0 AND (OLD.on_hand - OLD.reserved <> NEW.on_hand - NEW.reserved OR NEW.sources_assigned = 0)",
    reads=True,
)
# An item that is moved to another product or source is a new one there: nothing fell.
low_on_source_item = _trigger(
    "low_stock_on_update",
    pgtrigger.Update,
    _ITEM,
    "(OLD.product_id, OLD.source_id) = (NEW.product_id, NEW.source_id)"
    " AND (OLD.quantity, OLD.notify_quantity) IS DISTINCT FROM (NEW.quantity, NEW.notify_quantity)",
    reads=True,
)
low_on_source = (
    _trigger("low_stock_on_update", pgtrigger.Update, _SOURCE, "OLD.is_enabled <> NEW.is_enabled", reads=False),
    _forget("source_id"),
)
low_on_product = (
    _trigger(
        "low_stock_on_update",
        pgtrigger.Update,
        _product(before_enabled="OLD.is_enabled", before_type="OLD.product_type", which="product.id = NEW.id"),
        "(OLD.is_enabled, OLD.product_type) <> (NEW.is_enabled, NEW.product_type)",
        reads=False,
    ),
    _forget("product_id"),
)
low_on_stock = (_forget("stock_id"),)
low_on_stock_item = (
    _trigger(
        "low_stock_on_insert",
        pgtrigger.Insert,
        _product(**_BEFORE_NONE, which="product.id = NEW.product_id"),
        "NEW.manage_stock IS NOT NULL OR NEW.notify_stock_qty IS NOT NULL",
        reads=False,
    ),
    _trigger(
        "low_stock_on_update",
        pgtrigger.Update,
        _product(**_own("OLD", "before"), which="product.id = NEW.product_id"),
        "(OLD.manage_stock, OLD.notify_stock_qty) IS DISTINCT FROM (NEW.manage_stock, NEW.notify_stock_qty)",
        reads=False,
    ),
    _trigger(
        "low_stock_on_delete",
        pgtrigger.Delete,
        _product(**_own("OLD", "before"), **_AFTER_NONE, which="product.id = OLD.product_id"),
        "OLD.manage_stock IS NOT NULL OR OLD.notify_stock_qty IS NOT NULL",
        reads=False,
    ),
)
low_on_configuration = tuple(_configuration(each) for each in (pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete))
