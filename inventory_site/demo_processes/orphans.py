"""What a demo that was killed has left running: found by a mark in the environment, which no process number can fake."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from inventory_site.demo_processes.kept_process import listens

MARK = "SALABLE_DEMO"
SECONDS_TO_STOP = 10


@dataclass(frozen=True)
class Demo:
    """A demo: its process, when that began (numbers are given out again), its port, and the folder it runs in."""

    pid: int
    began: float
    port: int
    folder: str

    @classmethod
    def of_this_process(cls, port: int, folder: Path) -> "Demo":
        """Return the demo that this process is."""
        return cls(os.getpid(), psutil.Process().create_time(), port, str(folder))

    @classmethod
    def read(cls, mark: str) -> "Demo | None":
        """Return the demo that `mark` names; None for what is no mark."""
        try:
            pid, began, port, folder = mark.split(" ", 3)
            return cls(int(pid), float(began), int(port), folder)
        except ValueError:
            return None

    @property
    def mark(self) -> str:
        """What its processes carry in their environment."""
        return f"{self.pid} {self.began!r} {self.port} {self.folder}"

    @property
    def lives(self) -> bool:
        """Whether it still looks after its processes."""
        try:
            found = psutil.Process(self.pid)
            # A zombie, ended and not yet collected, keeps nothing running.
            return bool(found.create_time() == self.began and found.status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False


def marked(folder: Path) -> Iterator[tuple[Any, Demo]]:
    """Yield (process, its demo) for each process of a demo that runs, or ran, in `folder`."""
    for process in psutil.process_iter():
        try:
            demo = Demo.read(process.environ().get(MARK, ""))
        except (psutil.Error, OSError):
            continue
        if demo is not None and demo.folder == str(folder):
            yield process, demo


def orphans_of(folder: Path) -> list[Any]:
    """Return the processes that demos of `folder` have left that were killed. Those of one that lives are none."""
    return [process for process, demo in marked(folder) if not demo.lives]


def end_orphans(folder: Path) -> int:
    """End what demos of `folder` that were killed have left; return how many processes."""
    orphans = orphans_of(folder)
    for process in orphans:
        _ask(process, "terminate")
    _, left = psutil.wait_procs(orphans, timeout=SECONDS_TO_STOP)
    for process in left:
        _ask(process, "kill")
    psutil.wait_procs(left, timeout=SECONDS_TO_STOP)
    return len(orphans)


def orphans_serve(port: int, folder: Path) -> bool:
    """Whether it is they who listen at the port: a new web server can listen there beside them."""
    return any(listens(process, port) for process in orphans_of(folder))


def demo_at(port: int, folder: Path) -> Demo | None:
    """Return the demo of `folder` that runs at the port; None when there is none."""
    return next((demo for _, demo in marked(folder) if demo.port == port and demo.lives), None)


def _ask(process: Any, how: str) -> None:
    try:
        getattr(process, how)()
    except psutil.Error:
        return
