"""The processes of the demo: two web servers at one port, the worker, and the timers of orders, stock, mails and history."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django.core.management.base import CommandError

from inventory_site.demo_processes.kept_process import GivenUp, KeptProcess
from inventory_site.demo_processes.orphans import MARK, Demo
from inventory_site.demo_processes.priority import OF_BACKGROUND

# While one starts again the other answers: the kernel shares out what comes to their port (SO_REUSEPORT, set by granian).
FIRST_WEB_SERVER, SECOND_WEB_SERVER = "first web server", "second web server"
TIMERS = {
    "timer of unpaid orders": "expire_payments",
    "timer of low stock notices": "send_low_stock_notices",
    "timer of back in stock mails": "send_stock_alerts",
    "timer of history": "keep_history",
    "timer of moved days": "tell_moved_days",
}
SECONDS_TO_STOP = 10
SECONDS_BETWEEN_LOOKS = 0.25
# `make dev` looks at these. Style sheets and scripts are read anew for each request then, and need no look.
WATCHED = ("inventory_site", "backorders", "catalog", "templates")


class DemoProcesses:
    """Starts them, starts again what ends, stops them all."""

    def __init__(self, port: int, say: Callable[[str], None], *, reloads: bool = False) -> None:
        """Take note of the port, and of who tells the terminal; nothing is started yet. `reloads`: follow the code's changes."""
        self._port = port
        self._say = say
        self._reloads = reloads
        self._kept: list[KeptProcess] = []

    def start(self) -> None:
        """Start what answers the visitors: one web server, and nothing that would take its time."""
        self._start_web(FIRST_WEB_SERVER)

    def start_rest(self) -> None:
        """Start everything else, when the first one answers."""
        if not self._reloads:
            self._start_web(SECOND_WEB_SERVER)
        work = ["manage.py", "work", "--skip-checks"]
        if self._reloads:
            watch = ["-m", "watchfiles", "--verbosity=warning", "--filter=python"]
            work = [*watch, shlex.join([sys.executable, *work]), *WATCHED]
        self._start("background worker", *work, niceness=OF_BACKGROUND)
        # Not started anew for each change: four starts at once keep a laptop busy.
        for name, command in TIMERS.items():
            self._start(name, "manage.py", command, "--every=60", "--skip-checks", niceness=OF_BACKGROUND)

    def _start_web(self, name: str) -> None:
        # "asginl": the front door has no lifespan. Its threads are its own.
        web = ["granian", "--interface=asginl", "--host=127.0.0.1", f"--port={self._port}", "--no-ws"]
        # A worker that is still starting misses the request to end; granian must not wait for it for ever. One that ended ends
        # its granian, and both are started again.
        web += ["--workers=1", "--workers-kill-timeout=2", "--http1-header-read-timeout=10000", "--log-level=warning"]
        if self._reloads:
            # A file that is saved half written ends the server's worker; the next change starts it again.
            web += ["--reload", "--reload-ignore-worker-failure", *(f"--reload-paths={path}" for path in WATCHED)]
        self._start(name, "-m", *web, "inventory_site.asgi:application")

    def take_visitors(self) -> bool:
        """Whether the web server that was started last takes them itself: others may listen at its port."""
        return self._kept[-1].takes_visitors(self._port)

    def run(self, *arguments: str) -> None:
        """Run a command of the shop to its end, with the port in its addresses. Raises `CommandError` when it fails."""
        done = subprocess.run(  # noqa: S603 - our own commands, with the Python that runs this
            [sys.executable, *arguments], cwd=settings.BASE_DIR, env=self._environment, check=False
        )
        if done.returncode:
            raise CommandError(f"{shlex.join(arguments)} failed with status {done.returncode}.")

    @property
    def _environment(self) -> dict[str, str]:
        mark = Demo.of_this_process(self._port, settings.BASE_DIR).mark
        return {**os.environ, "PAYMENT_HOST": f"localhost:{self._port}", MARK: mark}

    def _start(self, name: str, *arguments: str, niceness: int = 0) -> None:
        kept = KeptProcess(
            name,
            [sys.executable, *arguments],
            folder=settings.BASE_DIR,
            environment=self._environment,
            say=self._say,
            now=time.monotonic,
            niceness=niceness,
        )
        self._kept.append(kept)
        kept.start()

    def keep(self) -> None:
        """Start again what has ended. Raises when one ends again and again."""
        for kept in self._kept:
            try:
                kept.keep()
            except GivenUp as error:
                raise CommandError(f"{error} Stopping everything.") from error

    def keep_for_ever(self) -> None:
        """Look after them until somebody stops the demo."""
        while True:
            self.keep()
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def stop(self) -> None:
        """Ask every process to end and wait; kill whatever is left of it. More Ctrl-C do not interrupt this."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for kept in self._kept:
            kept.ask_to_end()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for kept in self._kept:
            kept.wait(deadline - time.monotonic())
