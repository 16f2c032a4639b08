"""`make faults`: kill each process and the database of a demo under load, then the demo itself; what comes back when, what is lost.

    python -m tests.faults            every victim, three shoppers, the books after each
    python -m tests.faults worker     those whose name holds the word
    python -m tests.faults --small    one of each kind, one shopper, the books at the end: what continuous integration runs

A demo of its own runs on a spare port, with its database in a temporary folder. Shoppers order all the time,
send again what was not answered, and keep what they were told. A fault is passed when a page and an order go through within ten
seconds, each told order is there once with one confirmation, nobody has two, and `check_inventory` finds nothing. Ten seconds are
those of a machine that has time; the small run is told beside whatever else runs, and asks that all of it comes back, nothing lost.
"""

import os
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

from tests.faults.coming_back import SECONDS_TO_START_AGAIN, seconds_to_come_back, until_whole
from tests.faults.demo_shop import DemoShop, seconds_until, spare_port
from tests.faults.victims import Victim, family, victims

DEMO = "demo"
SMALL = "--small"


def main(wanted: str) -> int:
    """Kill them all in turn; return how much went wrong."""
    is_small = wanted == SMALL
    word = "" if is_small else wanted
    most = seconds_to_come_back(is_small=is_small)
    begun, wrong = time.monotonic(), list[str]()
    with tempfile.TemporaryDirectory(prefix="salable-faults-", ignore_cleanup_errors=True) as folder:
        shop = DemoShop(Path(folder), spare_port())
        try:
            print(f"the demo serves after {shop.start():.1f} s", flush=True)
            _until_whole(shop)
            shop.let_in(1 if is_small else 3)
            for victim in victims(shop):
                if word in victim.name and (victim.is_in_small or not is_small):
                    wrong += kill(shop, victim, most)
                    wrong += [] if is_small else shop.lost()
            if word in DEMO:
                wrong += kill_demo(shop, most)
            wrong += shop.lost()
        finally:
            shop.stop()
        if wrong:
            print(shop.log_end())
    told = sum(bool(attempt.told) for attempt in shop.attempts)
    print(f"{told} orders were told in {time.monotonic() - begun:.0f} s; {len(wrong)} wrong", *wrong, sep="\n")
    return len(wrong)


def kill(shop: DemoShop, victim: Victim, most: float) -> list[str]:
    """Kill one, and wait until a page and an order go through, in `most` seconds, and it is back; return what was wrong."""
    before = victim.find()
    before[0].kill()
    page, order = _served(shop, most)

    def is_back() -> bool:
        with suppress(psutil.Error, OSError, ValueError, LookupError):
            found = [each for each in victim.find() if each.status() != psutil.STATUS_ZOMBIE]
            return before[0] not in found and len(found) >= len(before)
        return False

    back = seconds_until(is_back, most * 2)
    _tell(victim.name, page, order, f"as many as before {back:.1f} s later")
    wrong = [f"{victim.name}: no order within {most} s"] * (max(page, order) > most)
    return [*wrong, *([f"{victim.name} did not come back"] * (back == float("inf")))]


def kill_demo(shop: DemoShop, most: float) -> list[str]:
    """Kill the demo alone: what it left serves on, until the next one ends it and serves instead. Return what was wrong."""
    left = family(shop)
    assert shop.demo is not None
    shop.demo.kill()
    shop.demo.wait()
    page, order = _served(shop, most)
    _tell("the demo (what it left serves on)", page, order, f"{len(left)} processes left")
    wrong = ["what the killed demo left serves nobody"] * (max(page, order) > most)
    away: list[float] = []
    watch = threading.Event()
    visitor = threading.Thread(target=_note_gap, args=(shop, watch, away), daemon=True)
    visitor.start()
    seconds = shop.start()
    _until_whole(shop)
    watch.set()
    visitor.join()
    page, order = _served(shop, most)
    _tell(
        "make demo again",
        page,
        order,
        f"started after {seconds:.1f} s, no page for {max(away, default=0):.1f} s of them",
    )
    wrong += ["make demo did not start again"] * (seconds > max(SECONDS_TO_START_AGAIN, most))
    wrong += [f"no page for more than {most} s while make demo started again"] * (max(away, default=0) > most)
    alive = [each for each in left if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]
    return [*wrong, *(f"{each.pid} of the killed demo still runs" for each in alive)]


def _until_whole(shop: DemoShop) -> None:
    print(f"both web servers take visitors {until_whole(shop):.1f} s later", flush=True)


def _served(shop: DemoShop, most: float) -> tuple[float, float]:
    """Return after how many seconds a page, and an order, went through; the visitor and the shopper come at the same time."""
    orders: list[float] = []
    shopper = threading.Thread(target=lambda: orders.append(seconds_until(shop.order, most * 2)))
    shopper.start()
    page = seconds_until(shop.is_served, most * 2)
    shopper.join()
    return page, orders[0]


def _note_gap(shop: DemoShop, ended: threading.Event, gaps: list[float]) -> None:
    """Note how long no page came, each time."""
    last = time.monotonic()
    while not ended.is_set():
        if shop.is_served():
            gaps.append(time.monotonic() - last)
            last = time.monotonic()
        time.sleep(0.1)
    gaps.append(time.monotonic() - last)


def _tell(name: str, page: float, order: float, more: str) -> None:
    print(
        f"{name}: page after {page:.1f} s, order after {order:.1f} s; {more}; load {os.getloadavg()[0]:.1f}", flush=True
    )


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1] if len(sys.argv) > 1 else ""), 1))
