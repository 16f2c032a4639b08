"""A demo with a folder and a port of its own, its shoppers, and what they were told."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inventory_site.demo_processes.orphans import end_orphans
from tests.faults.shopper import Attempt, buy, is_served
from tests.faults.told_orders import order_differences

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 300
SECONDS_TO_STOP = 60
SECONDS_TO_READ_BOOKS = 120


class NeverServed(Exception):
    """The demo ended, or said nowhere in time where it is. Told with the end of its log."""


@dataclass
class DemoShop:
    """What is started, killed, and bought from. `settings`: what its environment says besides."""

    folder: Path
    port: int
    settings: dict[str, str] = field(default_factory=dict)
    attempts: list[Attempt] = field(default_factory=list)
    demo: subprocess.Popen[bytes] | None = None
    _paused: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)
    _buying: list[threading.Thread] = field(default_factory=list)

    @property
    def home(self) -> str:
        """Where it is served."""
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes find in their environment, and whoever else works in its database."""
        own = {"POSTGRES_DATA": str(self.folder / "postgres"), "PORT": str(self.port)}
        return {"DJANGO_SETTINGS_MODULE": "inventory_site.settings", **os.environ, **own, **self.settings}

    @property
    def log(self) -> Path:
        """What the demo and its processes said."""
        return self.folder / "demo.log"

    def log_end(self) -> str:
        """Return the last of it."""
        return self.log.read_text(errors="replace")[-8000:]

    def start(self) -> float:
        """Start the demo; return after how many seconds it said where it is. Raises `NeverServed`, at once when it has ended."""
        said = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            demo = self.demo = subprocess.Popen(
                [sys.executable, "manage.py", "demo"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

        def serves() -> bool:
            return b"Ctrl-C stops everything" in self.log.read_bytes()[said:]

        seconds = seconds_until(lambda: serves() or demo.poll() is not None, SECONDS_TO_START)
        if not serves():
            raise NeverServed(self.log_end())
        return seconds

    def stop(self) -> None:
        """Let the shoppers go and end the demo as Ctrl-C does, and what a killed one has left if no other has ended that."""
        self._ended.set()
        if self.demo is not None and self.demo.poll() is None:
            self.demo.send_signal(signal.SIGINT)
            try:
                self.demo.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                self.demo.kill()
                self.demo.wait()
        end_orphans(ROOT)

    def let_in(self, shoppers: int) -> None:
        """Let so many shoppers buy, one order after the other."""
        self.run("-m", "tests.faults.books", "open", seconds=SECONDS_TO_READ_BOOKS).check_returncode()
        for _ in range(shoppers):
            self._buying.append(threading.Thread(target=self._buy_on, daemon=True))
            self._buying[-1].start()

    def _buy_on(self) -> None:
        while not self._ended.is_set():
            if self._paused.is_set():
                time.sleep(0.1)
                continue
            buy(self.home, self.attempts.append, goes_on=lambda: not self._ended.is_set())

    def order(self) -> bool:
        """Buy once, at the first attempt."""
        return bool(buy(self.home, self.attempts.append, goes_on=lambda: False).told)

    def is_served(self) -> bool:
        """Whether the first page comes."""
        return is_served(self.home)

    def run(self, *command: str, seconds: float) -> subprocess.CompletedProcess[str]:
        """Run Python in the shop's environment to its end; what takes too long fails."""
        with suppress(subprocess.TimeoutExpired):
            return subprocess.run(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=seconds,
            )
        return subprocess.CompletedProcess(command, 1, "", f"not done within {seconds} s")

    def lost(self) -> list[str]:
        """Return what is wrong: told orders that are not there once, and what `check_inventory` finds. Nobody buys meanwhile."""
        self._paused.set()
        try:
            # Who is at it gets his answer first: what was not told yet is no loss.
            seconds_until(lambda: all(each.told for each in list(self.attempts)), 5)
            attempts = list(self.attempts)
            done = self.run("-m", "tests.faults.books", "print", seconds=SECONDS_TO_READ_BOOKS)
            if done.returncode:
                return [f"The books could not be read: {done.stderr}"]
            orders, differences = json.loads(done.stdout.splitlines()[-1])
            return [*differences_of(attempts, orders), *differences]
        finally:
            self._paused.clear()


def differences_of(attempts: list[Attempt], orders: list[dict[str, Any]]) -> list[str]:
    """Return where what shoppers were told and the `orders` (email, checkout, number of mails) of the database disagree."""
    there: dict[str, list[dict[str, Any]]] = {}
    for order in orders:
        there.setdefault(order["email"], []).append(order)
    wrong = list[str]()
    for attempt in attempts:
        found = there.get(attempt.email, [])
        tokens = [order["checkout"] for order in found]
        wrong += order_differences(attempt.email, told=attempt.told, is_refused=False, there=tokens)
        if tokens == [attempt.told] and found[0]["mails"] != 1:
            wrong.append(f"order {attempt.told} has {found[0]['mails']} confirmations")
    return wrong


def seconds_until(is_there: Callable[[], bool], most: float) -> float:
    """Return after how many seconds it was there; infinity when it was not within `most`."""
    begun = time.monotonic()
    while time.monotonic() - begun < most:
        if is_there():
            return time.monotonic() - begun
        time.sleep(0.05)
    return float("inf")


def spare_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
