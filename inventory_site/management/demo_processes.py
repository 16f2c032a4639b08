"""The processes of the demo: the web server, the background worker, and two timers: unpaid orders, low stock notices."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from django.conf import settings
from django.core.management.base import CommandError

WORKERS = 2
SECONDS_TO_STOP = 10


class DemoProcesses:
    """Starts them, notices when one dies, stops them all."""

    def __init__(self, port: int) -> None:
        """Take note of the port; nothing is started yet."""
        self._port = port
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start them all."""
        # "asginl": the front door has no lifespan. Its threads are its own.
        web = ["granian", "--interface=asginl", "--host=127.0.0.1", f"--port={self._port}", "--no-ws"]
        # A worker that is still starting misses the request to end; granian must not wait for it for ever.
        web += ["--workers-kill-timeout=2"]
        web += [f"--workers={WORKERS}", "--http1-header-read-timeout=10000", "--log-level=warning"]
        self._start("web server", "-m", *web, "inventory_site.asgi:application")
        self._start("background worker", "manage.py", "work", "--skip-checks")
        self._start("timer of unpaid orders", "manage.py", "expire_payments", "--every=60", "--skip-checks")
        self._start("timer of low stock notices", "manage.py", "send_low_stock_notices", "--every=60", "--skip-checks")

    def _start(self, name: str, *arguments: str) -> None:
        self._running[name] = subprocess.Popen(  # noqa: S603 - our own commands, with the Python that runs this
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, "PAYMENT_HOST": f"localhost:{self._port}"},
            stdin=subprocess.DEVNULL,
            # Ctrl-C in a terminal reaches only the demo, which then asks each process to end once: most take the
            # second request for impatience.
            start_new_session=True,
        )

    def refuse_deaths(self) -> None:
        """Raise when a process has ended."""
        for name, process in self._running.items():
            if process.poll() is not None:
                raise CommandError(f"The {name} ended with status {process.returncode}; stopping everything.")

    def wait_for_a_death(self) -> None:
        """Return never; raise when a process has ended."""
        while True:
            self.refuse_deaths()
            time.sleep(0.5)

    def stop(self) -> None:
        """Ask every process to end and wait; kill whatever is left of it. More Ctrl-C do not interrupt this."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(deadline - time.monotonic(), 0))
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # a session of its own: its number is that of the group
            process.wait()
