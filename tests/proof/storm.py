"""Two hundred buyers within ten seconds for one product: each is told the truth, and other pages stay quick.

First other pages are opened in a quiet shop, then while the storm lasts. What the machine does besides slows both.
The buyers' own work waits for that of the shop: they have come with machines of their own.
"""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles

from tests.faults.shopper import BUYER
from tests.proof.goods import STORM, UNITS_OF_STORM
from tests.proof.ground import Ground
from tests.proof.history import History, Outcome, requests_in
from tests.proof.onlooker import opened_until
from tests.proof.visitors import buy_one

BUYERS = 200
SECONDS_TO_ARRIVE = 10.0
SECONDS_TO_BE_TOLD = 120.0
SECONDS_OF_QUIET = 15.0
# Of a thread, on Linux.
LOWEST_PRIORITY = 19
# Of others: pages that no buyer of the storm opens.
OTHER_PAGES = ("/products/probe", "/products/hot-1", "/products/hot-3", "/", "/admin/login/")
MOST_TIMES_SLOWER = 3.0
PRODUCT = f"/products/{STORM.lower()}"


def storm(ground: Ground, chance: random.Random, *, is_small: bool) -> list[str]:
    """Let it come, print what it did, and return what was wrong. `is_small`: others use the machine, so slow is no fault."""
    home = ground.shop.home
    quiet = opened_until(home, OTHER_PAGES, lambda begun: time.monotonic() - begun > SECONDS_OF_QUIET)
    history = History(ground.histories / "storm.jsonl")
    told: list[tuple[Outcome, float]] = []
    arrivals = sorted(chance.random() * SECONDS_TO_ARRIVE for _ in range(BUYERS))
    with ThreadPoolExecutor(BUYERS) as buyers:
        waiting = [buyers.submit(_buy, ground, history, number, after, told) for number, after in enumerate(arrivals)]
        stormy = opened_until(home, OTHER_PAGES, lambda _: all(each.done() for each in waiting))
        for each in waiting:
            each.result()
    ends = Counter(outcome.value for outcome, _ in told)
    whys = Counter(what.get("why") for each in requests_in(ground.histories) for _, what in each.answers)
    slowest = max(seconds for _, seconds in told)
    ratio = p95(stormy) / p95(quiet)
    print(
        f"storm: {dict(ends)} of {BUYERS} buyers for {UNITS_OF_STORM} units, the slowest told after {slowest:.1f} s; other pages:"
        f" p95 {p95(quiet) * 1000:.0f} ms of {len(quiet)} in a quiet shop, {p95(stormy) * 1000:.0f} ms of {len(stormy)} in the"
        f" storm, {ratio:.1f} times; told at the checkout: {dict(whys)}",
        flush=True,
    )
    wrong = [f"{ends[Outcome.DONE.value]} of {UNITS_OF_STORM} units were sold"] * (ends["done"] != UNITS_OF_STORM)
    wrong += [f"{ends['unknown']} buyers were told nothing"] * bool(ends["unknown"])
    slow = f"other pages took {ratio:.1f} times as long as in a quiet shop"
    return wrong + [slow] * (ratio > MOST_TIMES_SLOWER and not is_small)


def _buy(ground: Ground, history: History, number: int, after: float, told: list[tuple[Outcome, float]]) -> None:
    """Arrive, and try until there is an answer."""
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST_PRIORITY)
    time.sleep(after)
    begun = time.monotonic()
    outcome = buy_one(
        f"storm-{number}@example.org",
        ground.shop.home,
        history,
        buyer=BUYER,
        product=PRODUCT,
        goes_on=lambda: time.monotonic() - begun < SECONDS_TO_BE_TOLD,
    )
    told.append((outcome, time.monotonic() - begun))


def p95(seconds: Sequence[float]) -> float:
    """Return the time within which nineteen of twenty came."""
    return quantiles(seconds, n=20)[-1]
