"""Advanced Inventory of one product: which of its own values are no values (magento-screens 3.2)."""

from decimal import Decimal

from catalog.rules.setting import Bound
from catalog.rules.stock_policy import OwnPolicy

NOT_NEGATIVE = Bound.NOT_NEGATIVE.value
WHOLE = "Please enter a whole number, or set Qty Uses Decimals to Yes."


def advanced_inventory_errors(own: OwnPolicy) -> dict[str, str]:
    """Return {field: message} for the own values that cannot be stored; empty when all can.

    Contradictions (a threshold that is ignored under the mode, a minimum above the maximum) are values: they are stored
    and explained, not refused.
    """
    errors: dict[str, str] = {}
    for name in ("min_sale_qty", "qty_increments"):
        value: Decimal | None = getattr(own, name)
        if value is None:
            continue
        if value < 0:
            errors[name] = NOT_NEGATIVE
        elif not own.is_qty_decimal and value != value.to_integral_value():
            errors[name] = WHOLE
    # A maximum of 0 means no maximum.
    if own.max_sale_qty is not None and own.max_sale_qty < 0:
        errors["max_sale_qty"] = NOT_NEGATIVE
    return errors
