"""When the triggers run that notice what falls to its notify level; what they do stands in `catalog/sql/triggers/low_stock.sql`."""

import pgtrigger

from catalog.rules.product_setting import MANAGE_STOCK, NOTIFY_STOCK_QTY
from catalog.sql import trigger_texts

_TEXTS = trigger_texts("catalog", "low_stock")
_OPERATIONS = {"insert": pgtrigger.Insert, "update": pgtrigger.Update, "delete": pgtrigger.Delete}


def _trigger(part: str, operation: str, condition: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"low_stock_on_{operation}",
        when=pgtrigger.After,
        operation=_OPERATIONS[operation],
        condition=pgtrigger.Condition(f"({condition})"),
        func=_TEXTS[part],
    )


def _forget(part: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="low_stock_on_delete",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        referencing=pgtrigger.Referencing(old="old_rows"),
        func=_TEXTS[part],
    )


def _configuration(operation: str, row: str, changed: str = "") -> pgtrigger.Trigger:
    paths = f"'{MANAGE_STOCK.path}', '{NOTIFY_STOCK_QTY.path}'"
    return _trigger("configuration", operation, f"{row}.scope = 0 AND {row}.path IN ({paths}){changed}")


low_on_stock_level = _trigger(
    "stock_level",
    "update",
    "OLD.sources_assigned > 0 AND (OLD.free <> NEW.free OR NEW.sources_assigned = 0)",
)
low_on_source_item = pgtrigger.Trigger(
    name="low_stock_on_update",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
    func=_TEXTS["source_item"],
)
low_on_source = (
    _trigger("source", "update", "OLD.is_enabled <> NEW.is_enabled"),
    _forget("source_deleted"),
)
low_on_product = (
    _trigger("product", "update", "(OLD.is_enabled, OLD.product_type) <> (NEW.is_enabled, NEW.product_type)"),
    _forget("product_deleted"),
)
low_on_stock = (_forget("stock_deleted"),)
low_on_stock_item = (
    _trigger("stock_item", "insert", "NEW.manage_stock IS NOT NULL OR NEW.notify_stock_qty IS NOT NULL"),
    _trigger(
        "stock_item",
        "update",
        "(OLD.manage_stock, OLD.notify_stock_qty) IS DISTINCT FROM (NEW.manage_stock, NEW.notify_stock_qty)",
    ),
    _trigger("stock_item", "delete", "OLD.manage_stock IS NOT NULL OR OLD.notify_stock_qty IS NOT NULL"),
)
low_on_configuration = (
    _configuration("insert", "NEW"),
    _configuration("update", "NEW", " AND OLD.value <> NEW.value"),
    _configuration("delete", "OLD"),
)
