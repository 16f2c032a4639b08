"""The files of an embedded PostgreSQL server: where they lie, whose they are, and how they are made."""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil

from inventory_site.embedded_postgres.places import (
    SERVER_USER,
    VERSION,
    Account,
    EmbeddedPostgresError,
    can_be_passed,
    ensure_server_user,
    give_to,
    new_home,
    programs_for,
)

SOCKET_NAME = ".s.PGSQL.5432"
# What the kernel accepts as the path of a socket, without the closing zero: 107 bytes on Linux, 103 on macOS.
LONGEST_SOCKET_PATH = 103


@dataclass(frozen=True)
class Cluster:
    """A folder with the database cluster, its socket, its log and its locks."""

    folder: Path

    @property
    def data(self) -> Path:
        """What PostgreSQL calls the data directory; `cluster` is a link to it where it had to be put elsewhere."""
        inside = self.folder / "cluster"
        return inside.readlink() if inside.is_symlink() else inside

    @property
    def locks(self) -> Path:
        """The folder of the locks, which only the owner can enter."""
        return self.folder / "locks"

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
        inside = self.data.parent / "socket"
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
        if not self.data.exists():
            self._create(account, durable=durable)
        owner = account.get("user", os.geteuid())
        sockets = self.socket_folder
        if not sockets.exists():
            sockets.mkdir(mode=0o700)
            give_to(sockets, account)
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
            ensure_server_user()
        except (OSError, subprocess.CalledProcessError) as error:
            raise EmbeddedPostgresError(
                f"PostgreSQL refuses to run as root, and the user {SERVER_USER} could not be made ({error}):"
                " make that user, run as somebody else, or set DATABASE_URL."
            ) from error
        entry = pwd.getpwnam(SERVER_USER)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def _create(self, account: Account, *, durable: bool) -> None:
        """Make the cluster under another name and rename it, so that half a cluster is never taken for a whole one."""
        home = self.folder if not account or can_be_passed(self.folder) else new_home(account)
        unfinished = home / "cluster.unfinished"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        give_to(unfinished, account)
        # The built-in locale sorts the same way on every machine.
        command = [
            str(programs_for(account) / "initdb"),
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
        unfinished.rename(home / "cluster")
        if home != self.folder:
            (self.folder / "cluster").unlink(missing_ok=True)  # a link to what is gone
            (self.folder / "cluster").symlink_to(home / "cluster")
