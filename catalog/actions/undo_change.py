"""Take back the last change of a setting, or of a product's Advanced Inventory, as its history shows it."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from catalog.actions.configuration import save_configuration
from catalog.actions.product import InvalidAdvancedInventoryError, save_advanced_inventory
from catalog.actions.steps.row import ChangedMeanwhile
from catalog.models import Product, StockItem, StoreView, Website
from catalog.queries.configuration import InvalidConfigurationError
from catalog.queries.locks.row import locked_row
from catalog.queries.versions import KeptChange, policy_change, setting_change
from catalog.rules.in_force import OWN_VALUES, own_policy
from catalog.words.refusal import Refused

CHANGED_SINCE = "It has been changed again since: nothing was taken back. The newest change of it can be."
NO_CHANGE = "There is no such change."


class CannotUndoChange(Refused):
    """Nothing was taken back."""


@transaction.atomic
def undo_policy_change(*, product: Product, mark: str, by: User | None) -> None:
    """Put back what the own value that `mark` names was before, where nothing has changed it since. Raises `CannotUndoChange`."""
    # Whoever saves Advanced Inventory holds this row.
    locked_row(product)
    change = policy_change(product, mark)
    if change is None:
        raise CannotUndoChange(NO_CHANGE)
    stored = StockItem.objects.filter(product=product).first() or StockItem(product=product)
    if getattr(stored, change.field) != _filled(change.field, change.after):
        raise CannotUndoChange(CHANGED_SINCE)
    setattr(stored, change.field, _filled(change.field, change.before))
    own = own_policy({name: getattr(stored, name) for name in OWN_VALUES})
    try:
        save_advanced_inventory(product, values=own, has_multiple_boxes=stored.is_decimal_divided, by=by)
    except InvalidAdvancedInventoryError as error:
        raise CannotUndoChange(*error.errors.values()) from error


def _filled(field: str, value: Any) -> Any:
    """Return a value of an event as the column holds it: before its first row a column had its default."""
    return getattr(StockItem(), field) if value is None else value


@transaction.atomic
def undo_setting_change(*, mark: str, by: User | None) -> None:
    """Put back what the setting that `mark` names was before, where nothing has changed it since. Raises `CannotUndoChange`."""
    change = setting_change(mark)
    if change is None:
        raise CannotUndoChange(NO_CHANGE)
    path = change.row["path"]
    website, store_view = _scope(change)
    try:
        save_configuration(
            {path: change.before}, shown={path: change.after}, website=website, store_view=store_view, by=by
        )
    except ChangedMeanwhile as error:
        raise CannotUndoChange(CHANGED_SINCE) from error
    except InvalidConfigurationError as error:
        raise CannotUndoChange(*error.errors.values()) from error


def _scope(change: KeptChange) -> tuple[Website | None, StoreView | None]:
    """Return where the setting was changed; raises `CannotUndoChange` for what was deleted since."""
    found = (
        Website.objects.filter(pk=change.row["website"]).first(),
        StoreView.objects.filter(pk=change.row["store_view"]).first(),
    )
    if any(change.row[name] and row is None for name, row in zip(("website", "store_view"), found, strict=True)):
        raise CannotUndoChange(NO_CHANGE)
    return found
