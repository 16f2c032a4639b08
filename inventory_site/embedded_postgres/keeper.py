"""Keeps a PostgreSQL server while somebody uses it: `python keeper.py '{"command": [...], ...}'`.

Every process that uses the server holds a shared lock on the users file, and the kernel gives that lock back
however the process ends, `kill -9` included. This process waits for an exclusive lock on it: when it is granted,
the last user is gone, and the server is stopped. It runs as a file, with the standard library only.

The keeper's own lock tells everybody else that the server has a keeper.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

SECONDS_TO_STOP = 30


def main(job: dict[str, Any]) -> None:
    """Take the keeper's lock, go to the background, keep the server until its last user leaves."""
    keeper_lock = os.open(job["keeper_lock"], os.O_RDWR)
    fcntl.flock(keeper_lock, fcntl.LOCK_EX)
    if os.fork():
        os._exit(0)  # whoever called waits for this, and can rely on the lock, which the fork still holds
    server = None if job["adopt"] else _start(job)
    pid = server.pid if server else job["adopt"]
    threading.Thread(target=_leave_with, args=(server, pid, job), daemon=True).start()
    users_lock = os.open(job["users_lock"], os.O_RDWR)
    fcntl.flock(users_lock, fcntl.LOCK_EX)
    # From here to the end newcomers wait for the users lock: they find a stopped server, never a stopping one.
    _stop(pid, Path(job["pid_file"]))


def _start(job: dict[str, Any]) -> subprocess.Popen[bytes]:
    # Statements that failed stand in the log, with names and addresses: it is the owner's only.
    number = os.open(job["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(number, 0o600)
    with os.fdopen(number, "wb") as log:
        return subprocess.Popen(  # noqa: S603 - the command comes from server.py
            job["command"],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **job["account"],
        )


def _leave_with(server: subprocess.Popen[bytes] | None, pid: int, job: dict[str, Any]) -> None:
    """End with the server: a keeper that keeps nothing would be taken for a running server."""
    if server:
        server.wait()
    else:
        while _is_running(pid, Path(job["pid_file"])):
            time.sleep(0.1)
    Path(job["socket"]).unlink(missing_ok=True)  # a killed server leaves it; its users look for it before they connect
    os._exit(0)


def _stop(pid: int, pid_file: Path) -> None:
    """Disconnect whoever is left, write everything down, end ("fast shutdown"); when that hangs, end at once."""
    for request in (signal.SIGINT, signal.SIGQUIT):
        deadline = time.monotonic() + SECONDS_TO_STOP
        next_request = 0.0
        while time.monotonic() < deadline:
            if not _is_running(pid, pid_file):
                return
            if time.monotonic() >= next_request:
                # Asking again is harmless, and a server that was still starting may have missed the first time.
                os.kill(pid, request)
                next_request = time.monotonic() + 1
            time.sleep(0.02)


def _is_running(pid: int, pid_file: Path) -> bool:
    """Tell whether the server runs: a dead process that its parent does not collect keeps its number."""
    try:
        os.kill(pid, 0)
        return pid_file.read_text().split("\n", 1)[0] == str(pid)
    except (ProcessLookupError, FileNotFoundError):
        return False


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
