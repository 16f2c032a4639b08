"""Two hundred buyers within ten seconds for one product: each is told the truth, and other pages stay quick.

First other pages are opened in a quiet shop, then while the storm lasts. What the machine does besides slows both.
"""

import json
import time
from collections import Counter
from collections.abc import Sequence
from statistics import quantiles

from tests.proof.crowd import BUYERS, sent_in
from tests.proof.goods import UNITS_OF_STORM
from tests.proof.ground import Ground
from tests.proof.history import Outcome, requests_in
from tests.proof.onlooker import opened_until

SECONDS_OF_QUIET = 15.0
# Of others: pages that no buyer of the storm opens.
OTHER_PAGES = ("/products/probe", "/products/hot-1", "/products/hot-3", "/", "/admin/login/")
MOST_TIMES_SLOWER = 3.0


def storm(ground: Ground, seed: int, *, is_small: bool) -> list[str]:
    """Let it come, print what it did, and return what was wrong. `is_small`: others use the machine, so slow is no fault."""
    home = ground.shop.home
    quiet = opened_until(home, OTHER_PAGES, lambda begun: time.monotonic() - begun > SECONDS_OF_QUIET)
    with sent_in(home, ground.histories, str(seed)) as crowd:
        stormy = opened_until(home, OTHER_PAGES, lambda _: crowd.poll() is not None)
        said, _ = crowd.communicate()
    told: list[tuple[str, float]] = json.loads(said)
    ends = Counter(outcome for outcome, _ in told)
    whys = Counter(what.get("why") for each in requests_in(ground.histories) for _, what in each.answers)
    slowest = max(seconds for _, seconds in told)
    ratio = p95(stormy) / p95(quiet)
    print(
        f"storm: {dict(ends)} of {BUYERS} buyers for {UNITS_OF_STORM} units, the slowest told after {slowest:.1f} s; other pages:"
        f" p95 {p95(quiet) * 1000:.0f} ms of {len(quiet)} in a quiet shop, {p95(stormy) * 1000:.0f} ms of {len(stormy)} in the"
        f" storm, {ratio:.1f} times, the slowest {max(stormy) * 1000:.0f} ms; told at the checkout: {dict(whys)}",
        flush=True,
    )
    wrong = [f"{ends[Outcome.DONE.value]} of {UNITS_OF_STORM} units were sold"] * (ends["done"] != UNITS_OF_STORM)
    wrong += [f"{ends['unknown']} buyers were told nothing"] * bool(ends["unknown"])
    slow = f"other pages took {ratio:.1f} times as long as in a quiet shop"
    return wrong + [slow] * (ratio > MOST_TIMES_SLOWER and not is_small)


def p95(seconds: Sequence[float]) -> float:
    """Return the time within which nineteen of twenty came."""
    return quantiles(seconds, n=20)[-1]
