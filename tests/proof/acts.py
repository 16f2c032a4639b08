"""Everything that is asked of the shop but its pages, and how often."""

from collections.abc import Callable

from tests.proof.chance import Chance, Wish
from tests.proof.order_acts import cancel, edit, expire, pay, place, queue, refund, ship, undo
from tests.proof.shelf_acts import adjust, change_settings, expect, import_file, receive, tell, transfer

# (how often, what): placing and paying lead, as in a shop.
ACTS: tuple[tuple[int, Callable[[Chance], Wish | None]], ...] = (
    (20, place),
    (16, pay),
    (7, cancel),
    (8, edit),
    (12, ship),
    (4, undo),
    (7, refund),
    (9, receive),
    (3, adjust),
    (4, transfer),
    (3, change_settings),
    (3, import_file),
    (4, expect),
    (2, tell),
    (5, queue),
    (1, expire),
)


def next_wish(chance: Chance) -> Wish | None:
    """Return what is wished for next; None when there is nothing to wish it of."""
    make = chance.shared.choices([make for _, make in ACTS], [often for often, _ in ACTS])[0]
    return make(chance)
