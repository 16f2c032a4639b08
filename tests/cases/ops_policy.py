"""Operations that ask for a setting in force."""

from typing import Any

from catalog.models import ConfigurationValue
from tests.cases.given import ONLY_PRODUCT, Shop, UnknownKeyError


def effective_min_qty(shop: Shop) -> dict[str, Any]:
    """Answer the threshold in force of the only product."""
    return {"value": shop.products[ONLY_PRODUCT].stock_policy().threshold}


def min_sale_qty_for_group(_: Shop, *, customer_group: int, store: None) -> dict[str, Any]:
    """Answer the minimum of a customer group; the setting is global, so there is no store to ask for."""
    if store is not None:
        raise UnknownKeyError(f"store {store}")
    found = ConfigurationValue.objects.in_force().configured_policy(str(customer_group))
    return {"value": found.min_sale_qty}
