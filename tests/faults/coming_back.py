"""When a shop that was struck is back, and how soon it has to be."""

from tests.faults.demo_shop import DemoShop, seconds_until
from tests.faults.victims import victims

SECONDS_TO_COME_BACK = 10.0
# On a machine that does other work, whose ten seconds are no ten seconds.
SECONDS_BESIDE_OTHERS = 90.0
SECONDS_TO_START_AGAIN = 60.0


def seconds_to_come_back(*, is_small: bool) -> float:
    """Return within how many seconds a page and an order go through. `is_small`: others use the machine."""
    return SECONDS_BESIDE_OTHERS if is_small else SECONDS_TO_COME_BACK


def until_whole(shop: DemoShop) -> float:
    """Wait until both web servers take visitors: the second comes after the demo has said where it is. Return the seconds."""
    return seconds_until(lambda: len(victims(shop)[0].find()) > 1, SECONDS_TO_START_AGAIN)
