"""One client that works by code: `python -m tests.proof.actor NAME SEED FOLDER`, until its standard input is closed.

What was not answered is asked again under the same key, until it is; and of what was answered some is sent twice.
"""

import os
import random
import sys
import time
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()

from django.db import connections

from tests.proof.acts import next_wish
from tests.proof.asking import answer_of
from tests.proof.chance import Chance, Wish
from tests.proof.history import History, Outcome
from tests.proof.leash import Leash

# In a hunt all clients ask at the same moments, so many seconds apart; 0: each in its own time.
TICK = float(os.environ.get("PROOF_TICK", "0"))
SENT_TWICE = 1 if TICK else 0.2
LONGEST_PAUSE = 0.12
SECONDS_BETWEEN_TRIES = 0.3
MOST_TRIES = 60
# Without a key it is not sent again: if its answer was lost, it may have been done.
KEYLESS = {"cancel", "transfer", "adjust", "change settings", "import", "hold or move to front", "expire"}


def work(chance: Chance, history: History, leash: Leash) -> None:
    """Ask for one thing after the other."""
    while leash.is_held:
        if TICK:
            chance.wait_for_all(TICK)
        wished: list[Wish] = []

        def pick(wished: list[Wish] = wished) -> dict[str, str]:
            wish = next_wish(chance)
            wished.extend([wish] if wish else [])
            return {}

        outcome, about = answer_of(pick)
        for wish in wished:
            ask(wish, chance, history, leash)
        if outcome is Outcome.FAULT:
            history.tell(history.ask("look", {}), outcome, about)
        if not TICK:
            time.sleep(chance.random.random() * LONGEST_PAUSE if wished else SECONDS_BETWEEN_TRIES)


def ask(wish: Wish, chance: Chance, history: History, leash: Leash) -> None:
    """Ask until there is an answer."""
    number = history.ask(wish.kind, wish.what)
    is_keyed = wish.kind not in KEYLESS
    twice = is_keyed and chance.random.random() < SENT_TWICE
    for _ in range(MOST_TRIES):
        outcome, about = answer_of(wish.act)
        history.tell(number, outcome, about)
        is_answered = outcome is not Outcome.UNKNOWN or wish.kind == "pay"
        if not leash.is_held or not is_keyed or (is_answered and not twice):
            return
        if is_answered:
            twice = False
        else:
            time.sleep(SECONDS_BETWEEN_TRIES)


def main(name: str, seed: str, folder: str) -> None:
    """Work."""
    chance = Chance(name, random.Random(f"{seed}:{name}"))
    work(chance, History(Path(folder) / f"{name}.jsonl"), Leash())
    connections.close_all()


if __name__ == "__main__":
    main(*sys.argv[1:])
