"""Who opens pages one after the other and says how long each took: `python -m tests.proof.onlooker HOME PAGE...`, until let go.

A process of its own: beside two hundred buyers in one he would time how long Python keeps him waiting, not the shop.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from tests.faults.shopper import OK, SECONDS_TO_ANSWER, page_of
from tests.proof.leash import Leash


def opened_until(home: str, pages: Sequence[str], is_over: Callable[[float], bool]) -> list[float]:
    """Have them opened until `is_over`, which is given the moment when it began; return the seconds of each page."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "tests.proof.onlooker", home, *pages]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as onlooker:
        while not is_over(begun):
            time.sleep(0.05)
        said, _ = onlooker.communicate()
    seconds: list[float] = json.loads(said)
    return seconds


def main(home: str, *pages: str) -> None:
    """Open them, and print the seconds of each. A page that does not come counts as long as one waits for it."""
    leash, seconds = Leash(), []
    while leash.is_held:
        for page in pages:
            asked = time.monotonic()
            status, _ = page_of(home + page)
            took = time.monotonic() - asked
            seconds.append(took if status == OK else max(took, SECONDS_TO_ANSWER))
        leash.wait(0.05)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
