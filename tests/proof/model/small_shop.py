"""The shops that are looked at, and what people may do in them."""

from collections.abc import Iterable

from tests.proof.model.actions import Actor, with_money
from tests.proof.model.shop import ModelOrder, Shop

# An order of two units that was paid, and one of one unit that was not.
PAID = with_money(ModelOrder("paid", 0, 2))
NEW = ModelOrder("new", 1, 1)
SHOPS = {
    "one unit is free": Shop(on_hand=4, reserved=3, limit=0, orders=(NEW, PAID)),
    "one unit is owed": Shop(on_hand=2, reserved=3, limit=-2, orders=(NEW, PAID)),
    "the last unit is covered": Shop(on_hand=3, reserved=3, limit=-1, orders=(NEW, PAID)),
}
type Deed = tuple[str, str, int]
# What is done, to which order, with how many units.
DEEDS: tuple[Deed, ...] = (
    ("place", "", 1),
    ("place", "", 2),
    ("cancel", "paid", 0),
    ("cancel", "new", 0),
    ("ship", "paid", 1),
    ("ship", "paid", 2),
    ("ship", "new", 1),
    ("receive", "", 1),
    ("pay", "new", 0),
    ("told", "new", 0),
)
# When the first of the people begins: after both orders.
LATER = 2


def people(deeds: Iterable[Deed]) -> tuple[Actor, ...]:
    """Return who does these, each with a time of his own."""
    return tuple(
        Actor(f"p{number}", kind, order, units, now=LATER + number) for number, (kind, order, units) in enumerate(deeds)
    )
