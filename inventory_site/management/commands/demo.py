"""`make demo` and `make dev`: a shop with everything it needs on this machine, until Ctrl-C."""

import argparse
import os
import signal
import socket
import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catalog.models import Product
from inventory_site.checks import public_hosts
from inventory_site.demo_processes.demo import DemoProcesses
from inventory_site.demo_processes.orphans import demo_at, end_orphans, orphans_serve
from inventory_site.demo_processes.staff import ADMIN_NAME, MEMBERS, PASSWORD, ensure_demo_staff

SECONDS_TO_ANSWER = 60


class Command(BaseCommand):
    """Starts the database, the shop and the background worker; prints where they are; stops them all."""

    help = "Run the demo shop on this machine until Ctrl-C."
    # migrate runs them, and before that there may be no tables.
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the port from the command line or from PORT."""
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000")
        parser.add_argument("--reload", action="store_true", help="start processes anew when the code changes")

    def handle(self, *, port: int, verbosity: int, reload: bool, **_options: Any) -> None:
        """Run until Ctrl-C, SIGTERM or the closing of the terminal; end every process that was started."""
        _refuse_public_shop()
        _refuse_taken_port(port)
        # Servers that a killed demo left still answer: new files have new names, so theirs stay.
        self._say("Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=max(verbosity - 1, 0))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        processes = DemoProcesses(port, self._tell, reloads=reload)
        try:
            self.start(processes, verbosity)
            self._print_addresses(port)
            processes.keep_for_ever()
        except KeyboardInterrupt:
            self.stdout.write("\nStopping the shop...")
        finally:
            processes.stop()
        self.stdout.write("Stopped. `make demo` continues where you left.")

    def start(self, processes: DemoProcesses, verbosity: int) -> None:
        """Bring the database up to date and start everything; what a killed demo left serves as long as it can."""
        self._say("Preparing the database")
        if _is_behind():
            # Old code cannot work on the migrated tables.
            self._end_what_was_left()
            self._prepare(processes, verbosity)
            processes.start()
        else:
            # It reads the shop's code on one processor while this looks at the database on the other.
            processes.start()
            self._prepare(processes, verbosity)
        self._say("Starting the shop")
        _wait_until_visitors_are_taken(processes)
        self._end_what_was_left()
        processes.start_rest()

    def _prepare(self, processes: DemoProcesses, verbosity: int) -> None:
        call_command("migrate", interactive=False, verbosity=max(verbosity - 1, 0))
        if not Product.objects.exists():
            self._say("Loading the demo shop")
            # In a process of its own: the links in the first mails name the port that this demo has.
            processes.run("manage.py", "load_demo_shop", "--history", "--skip-checks")
        self._has_demo_login = ensure_demo_staff()

    def _print_addresses(self, port: int) -> None:
        login = (
            f"{ADMIN_NAME} / {PASSWORD} (or {', '.join(MEMBERS)})" if self._has_demo_login else "your own staff account"
        )
        self.stdout.write(
            f"\n  Storefront   http://localhost:{port}/"
            f"\n  Back office  http://localhost:{port}/admin/"
            f"\n  Login        {login}"
            f"\n  Mail         {_mail_place()}"
            "\n\n  Ctrl-C stops everything; the data stays.\n"
        )
        self.stdout.flush()

    def _end_what_was_left(self) -> None:
        """End the processes of a demo of this folder that was killed: they would keep the port, and run the code of then."""
        count = end_orphans(settings.BASE_DIR)
        if count:
            self.stdout.write(f"Ended {count} processes of a demo that was killed. Nothing of theirs is lost.")

    def _tell(self, what: str) -> None:
        self.stdout.write(what)
        self.stdout.flush()

    def _say(self, what: str) -> None:
        self.stdout.write(f"{what}...")
        self.stdout.flush()


def _is_behind() -> bool:
    """Whether a migration waits."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _wait_until_visitors_are_taken(processes: DemoProcesses) -> None:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while not processes.take_visitors():
        processes.keep()
        if time.monotonic() > deadline:
            raise CommandError(f"The shop did not answer within {SECONDS_TO_ANSWER} seconds.")
        time.sleep(0.1)


def _refuse_public_shop() -> None:
    """Refuse, before anything is written, where others can reach the shop: the demo's passwords are known to everybody."""
    origins = [urlsplit(origin).hostname or origin for origin in settings.CSRF_TRUSTED_ORIGINS]
    public = public_hosts([*settings.ALLOWED_HOSTS, *origins])
    if public:
        raise CommandError(
            f"The demo is for this machine only, but this shop answers to {', '.join(public)}. Nothing was changed."
            " Take ALLOWED_HOSTS and CSRF_TRUSTED_ORIGINS out of .env for a demo; README.md says what a shop runs instead."
        )


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: closed connections do not count
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            if demo := demo_at(port, settings.BASE_DIR):
                raise CommandError(
                    f"The demo runs already, at http://localhost:{port}/. To end it press Ctrl-C where it was started, or:"
                    f" kill {demo.pid}. A second one beside it needs another port, for example: make demo PORT=8001"
                ) from None
            if orphans_serve(port, settings.BASE_DIR):
                return
            raise CommandError(
                f"Port {port} cannot be used ({error}). Choose another with PORT=, for example: make demo PORT=8001"
            ) from None


def _mail_place() -> str:
    mailer = getattr(settings, "MAILERS", {}).get("default", {})
    return str(mailer.get("OPTIONS", {}).get("file_path") or "as the settings say")
