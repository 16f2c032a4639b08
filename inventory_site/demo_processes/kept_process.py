"""A process that is started again when it ends, with growing pauses, until it has ended too often too soon."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from inventory_site.demo_processes.priority import lower_priority

# A process that lived for so long has started well.
SECONDS_OF_HEALTH = 60
MOST_QUICK_DEATHS = 8
LONGEST_PAUSE = 15.0


def pause_before(quick_deaths: int) -> float | None:
    """Return the seconds to wait after so many deaths in a row, each within a minute of its start; None: give up."""
    return min(0.25 * 2**quick_deaths, LONGEST_PAUSE) if quick_deaths < MOST_QUICK_DEATHS else None


class GivenUp(Exception):
    """It ended too often too soon; `str()` says how."""


class KeptProcess:
    """One process in a session of its own. `say` tells the terminal that it is started again, `now` is a monotonic clock.

    `niceness`: others go before it.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        folder: Path,
        environment: Mapping[str, str],
        say: Callable[[str], None],
        now: Callable[[], float],
        niceness: int = 0,
    ) -> None:
        """Take note of what to start; nothing is started yet."""
        self.name, self._command, self._folder, self._environment = name, command, folder, environment
        self._say, self._now = say, now
        self.niceness = niceness
        self._process: subprocess.Popen[bytes] | None = None
        self._quick_deaths = 0
        self._due = 0.0

    @property
    def pid(self) -> int | None:
        """Its number, while it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it. Ctrl-C in a terminal reaches only the demo, which asks each to end once: most take a second for impatience."""
        self._started = self._now()
        self._process = subprocess.Popen(  # noqa: S603 - our own commands, with the Python that runs this
            self._command,
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        if self.niceness:
            lower_priority(self._process.pid, self.niceness)

    def takes_visitors(self, port: int) -> bool:
        """Whether it listens at the port, or what it has started does. A web server's worker has read the shop's code by then."""
        try:
            server = psutil.Process(self.pid) if self.pid else None
            family = [server, *server.children(recursive=True)] if server else []
        except psutil.Error:
            return False
        return any(listens(each, port) for each in family)

    def keep(self) -> None:
        """Look after it: note that it has ended, or start it again when its pause is over. Raises `GivenUp`."""
        if self._process is None:
            if self._now() >= self._due:
                self.start()
            return
        status = self._process.poll()
        if status is None:
            return
        # What it had started itself, as a web server its workers, would keep the port.
        self.kill()
        lived = self._now() - self._started
        self._quick_deaths = self._quick_deaths + 1 if lived < SECONDS_OF_HEALTH else 1
        pause = pause_before(self._quick_deaths)
        if pause is None:
            raise GivenUp(
                f"The {self.name} ended {self._quick_deaths} times in a row soon after its start, at last with status {status}."
                " What it said stands above."
            )
        self._due = self._now() + pause
        self._say(f"The {self.name} ended with status {status}; it is started again.")

    def ask_to_end(self) -> None:
        """Ask it to end."""
        if self._process is not None:
            self._process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for its end, no longer than so many seconds; then kill whatever is left."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(seconds, 0))
        self.kill()

    def kill(self) -> None:
        """Kill it and all that it started: a session of its own, whose number is that of the group."""
        if self._process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None


def listens(process: Any, port: int) -> bool:
    """Whether the process itself listens at the port."""
    try:
        return any(each.status == psutil.CONN_LISTEN and each.laddr.port == port for each in process.net_connections())
    except psutil.Error:
        return False
