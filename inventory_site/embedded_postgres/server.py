"""One PostgreSQL server for all processes that use the same folder.

Two locks decide, both given back by the kernel when a process ends in whatever way:

- `locks/start.lock`, exclusive, for the moment of starting or joining: who comes second finds a running server;
- `locks/users.lock`, shared, for as long as a process lives (a fork inherits it): the keeper stops the server when nobody
  holds it any more. See `keeper.py`.
"""

import fcntl
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from inventory_site.embedded_postgres import keeper
from inventory_site.embedded_postgres.cluster import SOCKET_NAME, Cluster
from inventory_site.embedded_postgres.places import Account, EmbeddedPostgresError, programs_for
from inventory_site.private_files import keep_private, private_mode

# A server that was killed in the middle of much writing replays its log before it is ready.
SECONDS_TO_START = 120
SECONDS_TO_STOP = 10
SECONDS_TO_RECOVER = 10
SETTINGS = {
    "listen_addresses": "",  # no network: the socket is all there is
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    # Small machines and containers: the queries of a shop gain nothing from these, and containers are short of the
    # shared memory that parallel workers ask for.
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    # After a crash the server syncs its files before it reads its log: one by one four seconds, nearly the whole outage. Linux can
    # sync them in one call.
    **({"recovery_init_sync_method": "syncfs"} if sys.platform == "linux" else {}),
}


class Server:
    """The server in one folder, as seen by this process."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        """Take note of the folder and of extra server settings; nothing is started yet."""
        self._cluster = Cluster(folder.resolve())
        self._settings = {**SETTINGS, **settings}
        self._databases: set[str] = set()
        self._users_lock: int | None = None
        self._joined_by: int | None = None
        self._one_thread = threading.Lock()
        # A fork may be taken while another thread holds the lock, and that thread is not in the fork to give it back.
        os.register_at_fork(after_in_child=self._forget_threads)

    def ensure_running(self, *, database: str | None) -> Path:
        """Start or join the server, make the database if it is missing, return the folder of the socket.

        Without a database the caller connects to `postgres`, which is always there.
        """
        database = database or "postgres"
        if database in self._databases and (self._cluster.socket_folder / SOCKET_NAME).exists():
            return self._cluster.socket_folder
        with self._one_thread, self._start_lock():
            self._join()
            if not self._is_kept():
                self._start()
            self._create_database(database)
            self._databases.add(database)
        return self._cluster.socket_folder

    def is_joined(self) -> bool:
        """Tell whether this very process, not the one it was forked from, uses the server."""
        return self._joined_by == os.getpid()

    def leave(self) -> None:
        """Stop using the server; when nobody else does, wait until it has stopped."""
        if self._users_lock is None or not self.is_joined():
            return
        users_lock, self._users_lock, self._joined_by = self._users_lock, None, None
        self._databases.clear()
        pid = self._cluster.pid()
        os.close(users_lock)
        deadline = time.monotonic() + SECONDS_TO_STOP
        while pid is not None and self._cluster.pid() == pid and self._keeper_lives() and time.monotonic() < deadline:
            if self._has_users():
                return
            time.sleep(0.02)

    @contextmanager
    def _start_lock(self) -> Iterator[None]:
        folder = self._cluster.folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            keep_private(folder, private_mode())
            self._cluster.locks.mkdir(mode=0o700, exist_ok=True)
            keep_private(self._cluster.locks, 0o700)
            lock = self._open("start.lock")
        except OSError as error:
            raise EmbeddedPostgresError(
                f"PostgreSQL keeps its data in {folder}, which cannot be written ({error.strerror}):"
                " delete it, give it to yourself, or set POSTGRES_DATA to another folder."
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _open(self, name: str) -> int:
        # In a folder of its own that nobody else can enter: who can open a lock can hold it, and stop every start.
        return os.open(self._cluster.locks / name, os.O_RDWR | os.O_CREAT, 0o600)

    def _join(self) -> None:
        if self._users_lock is None:
            self._users_lock = self._open("users.lock")
            self._joined_by = os.getpid()
            fcntl.flock(self._users_lock, fcntl.LOCK_SH)  # waits while the keeper stops the server

    def _has_users(self) -> bool:
        """Tell whether somebody, other than the keeper who is about to stop the server, holds the users lock."""
        lock = self._open("users.lock")
        try:
            return not _try_lock(lock, fcntl.LOCK_EX) and _try_lock(lock, fcntl.LOCK_SH)
        finally:
            os.close(lock)

    def _is_kept(self) -> bool:
        """Tell whether the server is ready and has a keeper."""
        return self._keeper_lives() and self._cluster.is_ready()

    def _keeper_lives(self) -> bool:
        lock = self._open("keeper.lock")
        try:
            return not _try_lock(lock, fcntl.LOCK_SH)
        finally:
            os.close(lock)

    def _start(self) -> None:
        """Have a keeper start the server, or adopt one whose keeper was killed; wait until it is ready."""
        if not self._keeper_lives():
            account = self._cluster.prepare(durable=self._settings.get("fsync") != "off")
            self._send_keeper(account, adopt=self._cluster.orphan())
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._cluster.is_ready():
            if not self._keeper_lives():
                raise EmbeddedPostgresError(f"PostgreSQL did not start. {self._tail()}")
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(f"PostgreSQL is not ready after {SECONDS_TO_START} s. {self._tail()}")
            time.sleep(0.02)

    def _send_keeper(self, account: Account, *, adopt: int | None) -> None:
        settings = [f"--{name}={value}" for name, value in self._settings.items()]
        command = [
            str(programs_for(account) / "postgres"),
            "-D",
            str(self._cluster.data),
            "-k",
            str(self._cluster.socket_folder),
        ]
        job = {
            "command": command + settings,
            "account": account,
            "adopt": adopt,
            "pid_file": str(self._cluster.pid_file),
            "log": str(self._cluster.log),
            "socket": str(self._cluster.socket_folder / SOCKET_NAME),
            "keeper_lock": str(self._cluster.locks / "keeper.lock"),
            "users_lock": str(self._cluster.locks / "users.lock"),
        }
        subprocess.run(  # noqa: S603 - our own file, with the Python that runs this
            [sys.executable, "-I", "-S", keeper.__file__, json.dumps(job)],
            cwd="/",
            # Without the demo's mark on its processes (demo_processes/orphans.py): other processes share the server.
            env={name: value for name, value in os.environ.items() if name != "SALABLE_DEMO"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in a terminal is for the users of the server
            check=True,
        )

    def _tail(self) -> str:
        try:
            lines = self._cluster.log.read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return f"There is no {self._cluster.log}."
        return "\n".join([f"The end of {self._cluster.log}:", *lines[-20:]])

    def _create_database(self, name: str) -> None:
        """Make the database if it is missing; nobody else does so at the same time, the start lock is held."""
        with self._answering() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if found is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _answering(self) -> psycopg.Connection:
        """Connect. After the death of one of its processes a server that is noted as ready starts again, and refuses meanwhile."""
        address = {"host": str(self._cluster.socket_folder), "port": "5432", "user": "postgres", "dbname": "postgres"}
        deadline = time.monotonic() + SECONDS_TO_RECOVER
        while True:
            try:
                return psycopg.connect(autocommit=True, **address)  # type: ignore[arg-type]
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise EmbeddedPostgresError(
                        f"PostgreSQL runs, but does not answer: {error}\n{self._tail()}"
                    ) from error
                time.sleep(0.1)

    def _forget_threads(self) -> None:
        self._one_thread = threading.Lock()


def _try_lock(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
