"""Many mutants in one process that has loaded everything: a fork for each, with the code of one function replaced.

The tests are collected once and the database is made once; a fork is there in milliseconds.
"""

import gc
import importlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FunctionType

import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from django.db import connections
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from tests.mutants.mutant import ROOT, Mutant

# A mutant may run for ever: it gets this many seconds, and this many times what its tests need.
SECONDS, TIMES = 20, 8
KILLED, SURVIVED = 1, 0
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "admin_client", "admin_user"}


def quick_hypothesis() -> None:
    """Look for the same examples each time, keep none, and don't make a failing one smaller: that it fails is all we ask."""
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile(
        "mutants", parent=hypothesis.settings.get_profile("salable"), derandomize=True, database=None, phases=phases
    )
    hypothesis.settings.load_profile("mutants")


def asks_database(item: pytest.Item) -> bool:
    names: Iterable[str] = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(names)


class _Following:
    """What comes after a test: in the same session and nowhere else, so that only what lasts a session stays."""

    def __init__(self, session: pytest.Session) -> None:
        self._session = session

    def listchain(self) -> list[pytest.Session]:
        return [self._session]


class Warm:
    """A plugin for pytest that runs the collected tests once a mutant."""

    def __init__(self, mutants: list[Mutant], tell: Callable[[Mutant, bool], None]) -> None:
        """Run `mutants`, and `tell` of each whether it survived."""
        self._mutants = mutants
        self._tell = tell
        self._failed = False
        self._blocker: DjangoDbBlocker | None = None

    def pytest_collection(self) -> None:
        """The conftest has loaded its profile by now, and the tests are not there yet."""
        quick_hypothesis()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure of any phase."""
        if report.failed:
            self._failed = True
            # Seen of tests that fail without any mutant; of the others nothing is printed.
            print(report.longreprtext, file=sys.stderr)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of the tests themselves."""
        if session.testsfailed:
            raise session.Interrupted("The tests could not be collected.")
        items: dict[Path, list[pytest.Item]] = {}
        for item in session.items:
            items.setdefault(item.path, []).append(item)
        self._make_database(session)
        functions = _functions()
        # What is frozen is not copied for each fork, and not listed any more.
        gc.freeze()
        took: dict[Path, float] = {}
        for path, of_path in items.items():
            begun = time.monotonic()
            if self._in_fork(of_path, session, 600) != SURVIVED:
                raise session.Interrupted(f"{path} fails without any mutant.")
            took[path] = time.monotonic() - begun
        for mutant in self._mutants:
            tests = sorted((path for path in mutant.tests() if path in items), key=took.__getitem__)
            limit = SECONDS + TIMES * sum(took[path] for path in tests)
            live = functions.get((str(ROOT / mutant.path), *(mutant.function or ("", 0))), [])
            every = [item for path in tests for item in items[path]]
            self._tell(mutant, self._in_fork(every, session, limit, mutant, live) == SURVIVED)
        return True

    def _make_database(self, session: pytest.Session) -> None:
        item = next((item for item in session.items if asks_database(item)), None)
        if item is not None:
            self._blocker = session.config.stash[blocking_manager_key]
            self._run(item, session)
            if self._failed:
                raise session.Interrupted(f"{item.nodeid} fails without any mutant.")
        connections.close_all()
        gc.collect()

    def _run(self, item: pytest.Item, session: pytest.Session) -> None:
        runtestprotocol(item, log=True, nextitem=_Following(session))  # type: ignore[arg-type]  # all that is asked of it

    def _in_fork(
        self,
        items: list[pytest.Item],
        session: pytest.Session,
        limit: float,
        mutant: Mutant | None = None,
        live: Iterable[FunctionType] = (),
    ) -> int:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            self._be_mutant(items, session, mutant, live)
        return self._waited(child, limit)

    def _be_mutant(
        self, items: list[pytest.Item], session: pytest.Session, mutant: Mutant | None, live: Iterable[FunctionType]
    ) -> None:
        result = KILLED
        try:
            os.setpgid(0, 0)
            quiet = os.open(os.devnull, os.O_WRONLY)
            if mutant is not None:
                os.dup2(quiet, 1)
                os.dup2(quiet, 2)
                code = mutant.code_of_function()
                for function in live:
                    function.__code__ = code
            for item in items:
                self._run(item, session)
                if self._failed:
                    break
            result = KILLED if self._failed else SURVIVED
        finally:
            # No finalizer of the parent runs here: the database stays.
            os._exit(result)

    def _waited(self, child: int, limit: float) -> int:
        until = time.monotonic() + limit
        while time.monotonic() < until:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.005)
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self._empty()
        return KILLED

    def _empty(self) -> None:
        """Throw away what a killed process had committed."""
        if self._blocker is None:
            return
        child = os.fork()
        if child == 0:
            try:
                with self._blocker.unblock():
                    # By name: it imports models, which this file must not before the mutants do.
                    importlib.import_module("tests.empty_database").empty_database()
            finally:
                os._exit(0)
        os.waitpid(child, 0)


def _functions() -> dict[tuple[str, str, int], list[FunctionType]]:
    found: dict[tuple[str, str, int], list[FunctionType]] = {}
    for each in gc.get_objects():
        if isinstance(each, FunctionType):
            code = each.__code__
            found.setdefault((code.co_filename, code.co_qualname, code.co_firstlineno), []).append(each)
    return found
