"""`make prove`: everybody works on a few products while everything is struck; then what was told is compared with what is there.

    python -m tests.proof --seconds 60 --seed 1        every kind of fault in turn, until the time is over
    python -m tests.proof --small                      the same, beside whatever else runs: how soon all is back is told, not asked
    python -m tests.proof --storm                      two hundred buyers within ten seconds for one product
    python -m tests.proof --planted lock-removed       with a fault in the shop that has to be found

A seed repeats what each client wishes and what strikes in which order; who comes first in a race it does not repeat. All of it
stays on this machine, and ends by itself, also when this process is killed.
"""

import argparse
import random
import sys
import time
from pathlib import Path

from tests.proof.ground import ground
from tests.proof.planted import ALL, FAULTS, hunted
from tests.proof.run import Run
from tests.proof.storm import storm

MOST_TOLD = 40


def main(arguments: list[str]) -> int:
    """Prove; return how much was wrong."""
    parser = argparse.ArgumentParser(prog="make prove")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", action="store_true", help="a machine that others use: slow is no fault")
    parser.add_argument("--kept", type=Path, help="where the empty shop is kept once it is made, for the next run")
    parser.add_argument("--planted", default="", help=f"a fault that is to be found: {', '.join(FAULTS)}, or {ALL}")
    parser.add_argument("--storm", action="store_true", help="two hundred buyers for one product, and nothing else")
    parser.add_argument("--only", default="", help="the faults whose name holds this word")
    given = parser.parse_args(arguments)
    if given.planted:
        faults = FAULTS if given.planted == ALL else (given.planted,)
        return hunted(faults, seed=given.seed, seconds=given.seconds, kept=given.kept)
    begun = time.monotonic()
    with ground(given.seed) as here:
        run = Run(here, random.Random(f"{given.seed}:strikes"), only=given.only, is_small=given.small)
        run.open(kept=given.kept)
        wrong = storm(here, given.seed, is_small=given.small) if given.storm else run.strike(given.seconds, given.seed)
        wrong += here.judge()
        wrong += run.said()
        run.report()
    print(f"\n{len(wrong)} wrong, after {time.monotonic() - begun:.0f} s", *wrong[:MOST_TOLD], sep="\n")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
