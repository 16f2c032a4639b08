"""Two hundred buyers: `python -m tests.proof.crowd HOME FOLDER SEED`, until each was told, or standard input is closed.

It prints how each ended and after how many seconds. A process of its own, whose work waits for that of the shop: they have come
with machines of their own.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

from inventory_site.demo_processes.priority import lower_priority
from tests.faults.shopper import BUYER
from tests.proof.goods import STORM
from tests.proof.history import History
from tests.proof.leash import Leash
from tests.proof.visitors import buy_one

BUYERS = 200
SECONDS_TO_ARRIVE = 10.0
SECONDS_TO_BE_TOLD = 120.0
LOWEST_PRIORITY = 19
PRODUCT = f"/products/{STORM.lower()}"


def sent_in(home: str, folder: Path, seed: str) -> subprocess.Popen[bytes]:
    """Send them."""
    command = [sys.executable, "-m", "tests.proof.crowd", home, str(folder), seed]
    # A session of its own, which is what Linux lowers the priority of.
    crowd = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    lower_priority(crowd.pid, LOWEST_PRIORITY)
    if sys.platform == "linux":
        # Else who wakes up waits for the rest of their turn.
        os.sched_setscheduler(crowd.pid, os.SCHED_IDLE, os.sched_param(0))
    return crowd


def main(home: str, folder: str, seed: str) -> None:
    """Let each arrive at a moment of chance, and try until there is an answer."""
    leash, history, chance = Leash(), History(Path(folder) / "storm.jsonl"), random.Random(f"{seed}:storm")
    told: list[tuple[str, float]] = []

    def buy(number: int, after: float) -> None:
        leash.wait(after)
        begun = time.monotonic()

        def goes_on() -> bool:
            return leash.is_held and time.monotonic() - begun < SECONDS_TO_BE_TOLD

        outcome = buy_one(f"storm-{number}@example.org", home, history, buyer=BUYER, product=PRODUCT, goes_on=goes_on)
        told.append((outcome.value, time.monotonic() - begun))

    arrivals = [chance.random() * SECONDS_TO_ARRIVE for _ in range(BUYERS)]
    buyers = [threading.Thread(target=buy, args=each, daemon=True) for each in enumerate(arrivals)]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
