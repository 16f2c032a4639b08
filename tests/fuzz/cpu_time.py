"""What a request costs whoever else uses the machine: CPU time, which stands still while others are served."""

import os
import resource
from pathlib import Path
from sys import platform
from time import process_time

from django.db import connection

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def cpu_seconds(backend: int) -> float:
    """Return the CPU time so far: ours, and the database backend's where the system tells it."""
    return process_time() + _of_process(backend)


def backend_process() -> int:
    """Return the process that serves our connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def megabytes() -> int:
    """Return the most memory that this process has had."""
    kilo = 1024 if platform != "darwin" else 1024 * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // kilo


def database_megabytes() -> int:
    """Return the size of the database on disk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0]) // 1024 // 1024


def _of_process(number: int) -> float:
    try:
        # The second field may hold spaces and ends with the last bracket; utime and stime are the 14th and 15th.
        fields = (PROC / str(number) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0  # another system, or a database on another machine
    return (int(fields[11]) + int(fields[12])) / TICKS
