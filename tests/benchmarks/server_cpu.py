"""What PostgreSQL's processes have cost, in seconds of CPU; Linux only."""

import os
from pathlib import Path

from django.db import connection

TICK = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    # The name of a process stands in parentheses and may hold spaces.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _of_children(pid: int) -> int:
    """Return the ticks of those that live."""
    spent = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = _stat(int(entry.name))
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
        if int(fields[1]) == pid:
            spent += int(fields[11]) + int(fields[12])
    return spent


def server_cpu() -> float:
    """Return the CPU of the server that the connection leads to: of its children, those that ended, and of itself."""
    server = int(_stat(_backend())[1])
    while True:
        # utime, stime, and with the server's own the cutime and cstime of who has ended.
        before = [int(ticks) for ticks in _stat(server)[11:15]]
        living = _of_children(server)
        # Who ends between the two looks is in neither: a session that has just imported everything.
        if [int(ticks) for ticks in _stat(server)[13:15]] == before[2:]:
            return (sum(before) + living) / TICK


def backend_cpu() -> float:
    """Return the CPU of the one process that serves the connection, to the nanosecond."""
    return int(Path(f"/proc/{_backend()}/schedstat").read_text().split()[0]) / 1e9
