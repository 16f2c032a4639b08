"""What strikes the shop while everybody works: each is done, and then it is waited until a page and an order go through again."""

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from tests.faults.victims import victims
from tests.proof.bank import Mood
from tests.proof.ground import Ground

SECONDS_FULL = 2.0
# Of a mood of the bank: longer than what it does once.
SECONDS_OF_MOOD = {Mood.SLOW: 5.0, Mood.SILENT: 11.0, Mood.DOUBLE: 4.0, Mood.LATE: 5.0}
SALABLE = "SELECT pid FROM pg_stat_activity WHERE datname = 'salable' AND pid <> pg_backend_pid() ORDER BY pid"


class NothingToStrike(Exception):
    """There was nothing there in this moment."""


@dataclass(frozen=True)
class Strike:
    """`act` does it, and raises `NothingToStrike`."""

    name: str
    act: Callable[[Ground, random.Random], None]


def _kill(name: str) -> Callable[[Ground, random.Random], None]:
    def act(ground: Ground, chance: random.Random) -> None:
        found = next(victim for victim in victims(ground.shop) if victim.name == name).find()
        if not found:
            raise NothingToStrike
        with suppress(psutil.NoSuchProcess):
            chance.choice(found).kill()

    return act


def _kill_demo(ground: Ground, chance: random.Random) -> None:
    del chance
    demo = ground.shop.demo
    if demo is None or demo.poll() is not None:
        raise NothingToStrike
    demo.kill()
    demo.wait()
    ground.shop.start()


def _terminate(ground: Ground, chance: random.Random) -> None:
    """End half of the database's sessions, as an administrator does, or a failover."""
    with suppress(psycopg.Error):
        pids = [row[0] for row in ground.database.rows(SALABLE)]
        chosen = chance.sample(pids, (len(pids) + 1) // 2)
        ground.database.rows("SELECT pg_terminate_backend(pid) FROM unnest(%s::int[]) AS pid", [chosen])
        return
    raise NothingToStrike


def _stop_at_once(ground: Ground, chance: random.Random) -> None:
    """What `pg_ctl stop -m immediate` sends: nothing is written down, and the next start reads the log."""
    del chance
    pid = ground.database.pid()
    if pid is None:
        raise NothingToStrike
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGQUIT)


def _fill_disk(ground: Ground, chance: random.Random) -> None:
    del chance
    if not ground.is_small_disk:
        raise NothingToStrike
    ballast = ground.shop.folder / "postgres" / "ballast"
    try:
        _fill(ballast)
        time.sleep(SECONDS_FULL)
    finally:
        ballast.unlink(missing_ok=True)


def _fill(path: Path) -> None:
    with path.open("wb") as file, suppress(OSError):
        while True:
            file.write(bytes(65536))
            file.flush()


def _mood(mood: Mood) -> Callable[[Ground, random.Random], None]:
    def act(ground: Ground, chance: random.Random) -> None:
        del chance
        ground.bank.mood = mood
        time.sleep(SECONDS_OF_MOOD[mood])
        ground.bank.mood = Mood.QUICK

    return act


STRIKES = (
    Strike("web worker killed", _kill("web worker")),
    Strike("mail worker killed", _kill("mail worker")),
    Strike("database sessions terminated", _terminate),
    Strike("PostgreSQL stopped at once", _stop_at_once),
    Strike("disk full", _fill_disk),
    Strike("bank slow", _mood(Mood.SLOW)),
    Strike("bank double", _mood(Mood.DOUBLE)),
    Strike("bank late", _mood(Mood.LATE)),
    Strike("bank silent", _mood(Mood.SILENT)),
    Strike("whole demo killed", _kill_demo),
)


def in_turn(chance: random.Random, only: str = "") -> list[Strike]:
    """Return all of them whose name holds the word, in an order of chance."""
    chosen = [strike for strike in STRIKES if only in strike.name]
    return chance.sample(chosen, len(chosen))
