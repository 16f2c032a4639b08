"""Whether the proof finds what is planted: each fault in a shop of its own, and how long it took."""

import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.proof.ground import ground
from tests.proof.run import Run

FAULTS = (
    "lock-removed",
    "check-before-lock",
    "trigger-skipped",
    "key-ignored",
    "mail-before-commit",
    "refund-sent-twice",
)
ALL = "all"
MOST_TOLD = 3


def hunted(faults: Sequence[str], *, seed: int, seconds: float, kept: Path | None = None) -> int:
    """Plant each in its turn, and let everybody work until it is found; return how many were not, within so many seconds."""
    missed = 0
    for fault in faults:
        if fault not in FAULTS:
            raise SystemExit(f"There is no fault {fault!r} to plant, but {', '.join(FAULTS)}.")
    with tempfile.TemporaryDirectory(prefix="salable-kept-") as folder:
        for fault in faults:
            missed += not _hunted(fault, kept or Path(folder) / "cluster", seed=seed, seconds=seconds)
    return missed


def _hunted(fault: str, kept: Path, *, seed: int, seconds: float) -> bool:
    with ground(seed, fault) as here:
        run = Run(here, random.Random(f"{seed}:{fault}"), is_small=True)
        run.open(kept=kept)
        took, found = run.hunt(seconds, seed)
        if not found:
            run.report()
    print(f"{fault}: {f'found after {took:.0f} s' if found else 'NOT FOUND'}", flush=True)
    print(*(f"  {each[:300]}" for each in found[:MOST_TOLD]), sep="\n", flush=True)
    return bool(found)
