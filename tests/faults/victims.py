"""Who is killed: each is looked for when its turn comes."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import psutil

from inventory_site.demo_processes.demo import TIMERS
from inventory_site.demo_processes.kept_process import listens
from tests.faults.demo_shop import DemoShop


@dataclass(frozen=True)
class Victim:
    """`find` returns the living ones; the first is killed, and as many live when it is back. `is_in_small`: in the short run."""

    name: str
    find: Callable[[], list[psutil.Process]]
    is_in_small: bool = True


def victims(shop: DemoShop) -> list[Victim]:
    """Return all but the demo itself."""

    def kept(word: str) -> Callable[[], list[psutil.Process]]:
        return lambda: [each for each in _children(_demo(shop)) if word in _command(each)]

    def servers() -> list[psutil.Process]:
        # One whose worker has read the shop's code: only then it takes visitors.
        return [each for each in kept("granian")() if any(listens(worker, shop.port) for worker in _children(each))]

    def workers() -> list[psutil.Process]:
        return [child for each in servers() for child in _children(each)]

    def database() -> list[psutil.Process]:
        note = shop.folder / "postgres" / "cluster" / "postmaster.pid"
        return [psutil.Process(int(note.read_text().split()[0]))]

    def sessions() -> list[psutil.Process]:
        return [each for each in _children(database()[0]) if "salable" in _command(each)][:1]

    return [
        Victim("web server", servers, is_in_small=False),
        Victim("web worker", workers),
        Victim("mail worker", kept("manage.py work")),
        # They are one kind: the first is enough for the short run.
        *(
            Victim(name, kept(command), is_in_small=number == 0)
            for number, (name, command) in enumerate(TIMERS.items())
        ),
        Victim("session of the database", sessions),
        Victim("database", database),
    ]


def family(shop: DemoShop) -> list[psutil.Process]:
    """Return every process that the demo has started, and what those have started."""
    found: list[psutil.Process] = _demo(shop).children(recursive=True)
    return found


def _demo(shop: DemoShop) -> psutil.Process:
    return psutil.Process(shop.demo.pid if shop.demo else None)


def _children(process: psutil.Process) -> list[psutil.Process]:
    with suppress(psutil.Error):
        found: list[psutil.Process] = process.children()
        return found
    return []


def _command(process: psutil.Process) -> str:
    with suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""
