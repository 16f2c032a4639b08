"""Where a proof takes place: a demo with its database in a small file system, a bank, a post office, and who works there."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.demo_shop import ROOT, DemoShop, seconds_until, spare_port
from tests.proof.bank import Bank
from tests.proof.database import Database
from tests.proof.post_office import PostOffice

# Room for the database and its log, and little more: it is filled in a moment.
MEGABYTES = 640
SECONDS_TO_LEAVE = 60
SECONDS_TO_CALM = 180
SECONDS_TO_EMPTY = 900
SECONDS_TO_JUDGE = 120


@dataclass
class Ground:
    """Everything that a run has. `is_small_disk`: the folder of the database is a file system of its own, which can be filled."""

    folder: Path
    shop: DemoShop
    bank: Bank
    office: PostOffice
    database: Database
    is_small_disk: bool
    planted: str = ""
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def histories(self) -> Path:
        """Where each client keeps its own."""
        return self.folder / "histories"

    def keep_cluster(self, kept: Path) -> None:
        """Copy the database's files, when its last user has left it."""
        cluster = self.shop.folder / "postgres" / "cluster"
        seconds_until(lambda: not (cluster / "postmaster.pid").exists(), SECONDS_TO_LEAVE)
        subprocess.run(["cp", "-a", str(cluster), str(kept)], check=True)

    def take_cluster(self, kept: Path) -> bool:
        """Begin with what was kept; return whether there was anything."""
        if not kept.exists():
            return False
        subprocess.run(["cp", "-a", str(kept), str(self.shop.folder / "postgres" / "cluster")], check=True)
        return True

    def send_in(self, module: str, *arguments: str) -> None:
        """Start one who works until he is called back: when we are gone he ends by himself."""
        child = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self.shop.environment | {"PROCESS_KIND": "web"},
            stdin=subprocess.PIPE,
            stdout=(self.folder / "children.log").open("ab"),
            stderr=subprocess.STDOUT,
        )
        self.children.append(child)

    def call_back(self) -> list[str]:
        """Let everybody end what he is at; return who did not end well."""
        children, self.children = self.children, []
        for child in children:
            if child.stdin is not None:
                child.stdin.close()
        wrong = []
        for child in children:
            try:
                status = child.wait(SECONDS_TO_LEAVE)
            except subprocess.TimeoutExpired:
                child.kill()
                status = child.wait()
            if status:
                wrong.append(f"{child.args!r} ended with {status}: {self.said_by_children()}")
        return wrong

    def said_by_children(self) -> str:
        """Return the last of what the clients said beside their histories."""
        said = self.folder / "children.log"
        return said.read_text(errors="replace")[-1500:] if said.exists() else ""

    def judge(self) -> list[str]:
        """Wait until nothing is due any more, and return what is wrong then. Nobody works meanwhile."""
        wrong = []
        if seconds_until(lambda: not self.bank.messages_left(), SECONDS_TO_CALM) == float("inf"):
            wrong.append(f"{self.bank.messages_left()} messages of the bank are not taken: {dict(self.bank.counts)}")
        # It ends by itself when nothing leaves the outbox any more.
        calm = self.shop.run("-m", "tests.proof.calm", seconds=SECONDS_TO_EMPTY)
        if calm.returncode:
            wrong.append(calm.stderr[-1000:])
        # Messages about what was just given back.
        seconds_until(lambda: not self.bank.messages_left(), SECONDS_TO_CALM)
        return [*wrong, *self.differences()]

    def differences(self) -> list[str]:
        """Return what a process of its own finds wrong."""
        (self.folder / "bank.json").write_text(json.dumps(self.bank.books))
        judged = self.shop.run("-m", "tests.proof.verdict", str(self.folder), seconds=SECONDS_TO_JUDGE)
        if judged.returncode:
            return [f"The books could not be read: {judged.stderr[-2000:]}"]
        found: list[str] = json.loads(judged.stdout.splitlines()[-1])
        return found


@contextmanager
def ground(seed: int, planted: str = "") -> Iterator[Ground]:
    """Make it, and take it away again; when we are killed a guard does so."""
    port = int(os.environ.get("PORT") or spare_port())
    # Whoever runs the database has to pass through.
    folder = Path(tempfile.mkdtemp(prefix="salable-proof-"))
    folder.chmod(0o755)
    data = folder / "shop" / "postgres"
    data.mkdir(parents=True)
    is_small_disk = _mount(data)
    guard = subprocess.Popen(
        [sys.executable, "-m", "tests.proof.guard", str(folder), str(port)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    bank, database = Bank(f"http://localhost:{port}", seed), Database(data)
    office = PostOffice(folder / "mails.jsonl", database)
    shop = DemoShop(folder / "shop", port, _settings(bank, office, planted))
    made = Ground(folder, shop, bank, office, database, is_small_disk, planted)
    try:
        yield made
    finally:
        made.call_back()
        if shop.demo is not None:
            shop.stop()
        bank.stop()
        office.stop()
        # It takes away what is left.
        guard.communicate()


def _settings(bank: Bank, office: PostOffice, planted: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "tests.proof.settings",
        "PROOF_BANK": bank.address,
        "MAIL_HOST": "127.0.0.1",
        "MAIL_PORT": str(office.port),
        "MAIL_TLS": "false",
        **({"PLANTED": planted, "PROOF_ORDERS": "3", "PROOF_TICK": "0.4"} if planted else {}),
    }


def _mount(folder: Path) -> bool:
    """Give the folder a small file system, where we may."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0755", "salable-proof", str(folder)],
        capture_output=True,
        check=False,
    )
    return mounted.returncode == 0


def take_away(folder: Path) -> None:
    """Unmount and delete, when the last process has left it."""
    data = folder / "shop" / "postgres"
    for _ in range(100):
        if not os.path.ismount(data):
            break
        subprocess.run(["umount", str(data)], capture_output=True, check=False)
        time.sleep(0.2)
    shutil.rmtree(folder, ignore_errors=True)
