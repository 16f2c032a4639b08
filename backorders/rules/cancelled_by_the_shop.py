"""Whether money that arrives late reopens a canceled order (C28)."""

from collections.abc import Iterable

BY_THE_SHOP = frozenset({"refused", "expired"})
BY_PEOPLE = "cancelled"


def cancelled_by_the_shop(kinds: Iterable[str]) -> bool:
    """Return whether the shop alone canceled the order whose events have these `kinds`: the payment was refused or never came.

    Where staff or the shopper canceled anything of it, a person decided: late money goes back.
    """
    happened = set(kinds)
    return bool(happened & BY_THE_SHOP) and BY_PEOPLE not in happened
