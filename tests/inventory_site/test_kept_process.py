"""A process of the demo is started again when it ends, and given up when it ends again and again."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from inventory_site.demo_processes.kept_process import (
    LONGEST_PAUSE,
    MOST_QUICK_DEATHS,
    SECONDS_OF_HEALTH,
    GivenUp,
    KeptProcess,
    pause_before,
)

# -S -E -I: nothing of ours is imported, so that it starts at once.
PYTHON = [sys.executable, "-I", "-S", "-c"]


class Kept:
    """A kept process, a clock that the test moves, and what the terminal was told."""

    def __init__(self, code: str, *, niceness: int = 0) -> None:
        self.moment = 0.0
        self.told: list[str] = []
        self.process = KeptProcess(
            "worker",
            [*PYTHON, code],
            folder=Path("/"),
            environment={},
            say=self.told.append,
            now=lambda: self.moment,
            niceness=niceness,
        )
        self.process.start()

    def end(self) -> None:
        """Kill it as the kernel does when memory is short, and let the keeper look until it has seen that."""
        pid = self.process.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # the keeper is to collect it
        self.process.keep()

    def pass_a_pause(self) -> None:
        self.moment += LONGEST_PAUSE
        self.process.keep()


@pytest.fixture
def kept() -> Iterator[Kept]:
    kept = Kept("import time; time.sleep(60)")
    yield kept
    kept.process.kill()


def test_pauses_grow_and_end() -> None:
    pauses = [pause_before(deaths) for deaths in range(1, MOST_QUICK_DEATHS + 1)]
    assert pauses == [0.5, 1, 2, 4, 8, 15, 15, None]


def test_what_ends_is_started_again_after_its_pause(kept: Kept) -> None:
    first = kept.process.pid
    kept.end()
    kept.process.keep()
    assert (kept.process.pid, kept.told) == (None, ["The worker ended with status -9; it is started again."])
    kept.pass_a_pause()
    assert kept.process.pid not in {None, first}


def test_what_ends_again_and_again_is_given_up(kept: Kept) -> None:
    for _ in range(MOST_QUICK_DEATHS - 1):
        kept.end()
        kept.pass_a_pause()
    with pytest.raises(GivenUp, match=f"The worker ended {MOST_QUICK_DEATHS} times in a row .* with status -9"):
        kept.end()


def test_what_lived_long_before_it_ended_is_not_given_up(kept: Kept) -> None:
    for _ in range(MOST_QUICK_DEATHS + 1):
        kept.moment += SECONDS_OF_HEALTH
        kept.end()
        kept.pass_a_pause()
    assert kept.process.pid is not None


def test_what_it_had_started_ends_with_it() -> None:
    child_code = [*PYTHON, "import time; time.sleep(60)"]
    kept = Kept(f"import subprocess, time; subprocess.Popen({child_code!r}); time.sleep(60)")
    parent = psutil.Process(kept.process.pid)
    while not parent.children():
        assert parent.is_running()
    (child,) = parent.children()
    kept.end()
    _, left = psutil.wait_procs([child], timeout=10)
    assert left == []


def test_it_and_what_it_starts_leave_the_processor_to_others_when_told_so() -> None:
    child = [*PYTHON, "import time; time.sleep(60)"]
    code = f"import subprocess, time; time.sleep(0.2); subprocess.Popen({child!r}); time.sleep(60)"
    kept = Kept(code, niceness=10)
    parent = psutil.Process(kept.process.pid)
    while not parent.children():
        assert parent.is_running()
    assert [each.nice() for each in (parent, *parent.children())] == [10, 10]
    kept.process.kill()


@pytest.mark.parametrize("listener", ["itself", "its child"])
def test_it_takes_visitors_when_it_or_what_it_started_listens(listener: str) -> None:
    listen = "import socket, time; s = socket.create_server(('127.0.0.1', 0)); print(flush=True); time.sleep(60)"
    if listener == "its child":
        listen = f"import subprocess, time; subprocess.Popen({[*PYTHON, listen]!r}); time.sleep(60)"
    kept = Kept(listen)
    parent = psutil.Process(kept.process.pid)
    while not (ports := _ports([parent, *parent.children()])):
        assert parent.is_running()
    assert kept.process.takes_visitors(ports[0])
    with socket.create_server(("127.0.0.1", 0)) as another:
        assert not kept.process.takes_visitors(another.getsockname()[1])
    kept.process.kill()
    assert not kept.process.takes_visitors(ports[0])


def _ports(processes: list[psutil.Process]) -> list[int]:
    return [each.laddr.port for process in processes for each in process.net_connections() if each.laddr]
