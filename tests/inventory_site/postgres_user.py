"""A process that uses an embedded server, for tests that need several: `User(folder)` starts it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = """
import sys
from pathlib import Path
from inventory_site.embedded_postgres.server import Server
server = Server(Path(sys.argv[1]), {"fsync": "off"})
server.ensure_running(database="shop")
print("joined", flush=True)
sys.stdin.readline()
server.leave()
"""


class User:
    """Joins the server in the folder, and leaves it when told to."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", PROGRAM, str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.leave()

    def wait_until_joined(self) -> Self:
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "joined\n", self._process.communicate()[1]
        return self

    def leave(self) -> None:
        self._process.communicate()

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A container's first process may never collect its dead; they answer, but do not run.
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
