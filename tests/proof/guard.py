"""Takes away what a run has started, also when the run is killed: `python -m tests.proof.guard FOLDER PORT`.

It waits until its standard input is closed, which only the run holds; then it ends the demo with its processes, and deletes the
folder.
"""

import signal
import sys
from contextlib import suppress
from pathlib import Path

import psutil

from inventory_site.demo_processes.orphans import demo_at, end_orphans
from tests.faults.demo_shop import ROOT, seconds_until
from tests.proof.database import Database
from tests.proof.ground import take_away

SECONDS_TO_STOP = 40


def main(folder: Path, port: int) -> None:
    """Wait, then clean."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sys.stdin.buffer.read()
    demo = demo_at(port, ROOT)
    if demo is not None:
        with suppress(psutil.Error):
            process = psutil.Process(demo.pid)
            process.kill()
            process.wait(SECONDS_TO_STOP)
    end_orphans(ROOT)
    # Its keeper stops the server when its last user has gone.
    server = Database(folder / "shop" / "postgres").pid()
    if server is not None:
        seconds_until(lambda: not psutil.pid_exists(server), SECONDS_TO_STOP)
    take_away(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
