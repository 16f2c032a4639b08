"""Many mutants in one process that has loaded everything: a fork for each, with the code of one function replaced.

The tests are collected once and the database is made once; a fork is there in milliseconds. What a function made before (while
its module was imported, or for what is kept) stays as it was: then it is not certain that a survivor survives.
"""

import gc
import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import FunctionType

import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from django.db import connections
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.ran import Functions, Place, Ran, living_functions

# A mutant may run for ever: it gets this many seconds, and this many times what its tests need.
SECONDS, TIMES = 20, 4
# All tests together, without any mutant: some minutes, and more than half an hour where others use the machine.
WITHOUT = 7200
KILLED, SURVIVED = 1, 0
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "admin_client", "admin_user"}


def quick_hypothesis() -> None:
    """Look for the same examples each time, keep none, and don't make a failing one smaller: that it fails is all we ask."""
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile(
        "mutants", parent=hypothesis.settings.get_profile("salable"), derandomize=True, database=None, phases=phases
    )
    hypothesis.settings.load_profile("mutants")


def throw_away() -> None:
    """End what other sessions there are of the database, and delete what they had committed."""
    # By name: it imports models, which this file must not before the mutants do.
    database = importlib.import_module("tests.empty_database")
    database.end_other_sessions()
    database.empty_database()


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

    def __init__(self, mutants: list[Mutant], tell: Callable[[Mutant, str, bool], None]) -> None:
        """Run `mutants`, and `tell` of each whose tests killed it ("own", "callers" or none), and whether that is certain."""
        self._mutants = mutants
        self._tell = tell
        self._ran = Ran()
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
        self._make_database(session)
        ran_before = self._ran.stop()
        functions = living_functions()
        # What is frozen is not copied for each fork, and not listed any more.
        gc.freeze()
        reach = self._reached(session, functions)
        for mutant in self._mutants:
            place: Place = (str(ROOT / mutant.path), *(mutant.function or ("", 0)))
            live = functions.get(place, [])
            # The quickest first; tests that never come to the function are left out.
            timed = sorted((took, number) for number, took in reach.get(place, ()))
            killer = next(
                (
                    judge
                    for judge, tests in (("own", mutant.tests()), ("callers", mutant.tests_of_callers()))
                    if self._kill(
                        mutant, live, [each for each in timed if session.items[each[1]].path in tests], session
                    )
                ),
                "",
            )
            self._tell(mutant, killer, bool(live) and place not in ran_before)
        return True

    def _kill(
        self, mutant: Mutant, live: list[FunctionType], timed: list[tuple[float, int]], session: pytest.Session
    ) -> bool:
        items = [session.items[number] for _, number in timed]
        limit = SECONDS + TIMES * sum(took for took, _ in timed)
        run = partial(self._be_mutant, items, session, mutant, live)
        return bool(items) and self._in_fork(run, limit) == KILLED

    def _reached(self, session: pytest.Session, functions: Functions) -> dict[Place, list[tuple[int, float]]]:
        """Run all tests without any mutant; return, of each function, the tests that came to it and how long each took."""
        reach: dict[Place, list[tuple[int, float]]] = {}
        with NamedTemporaryFile("r+") as told:
            run = partial(self._note_reached, session, Path(told.name), functions)
            if self._in_fork(run, WITHOUT) != SURVIVED:
                raise session.Interrupted(f"A test fails without any mutant, or they took more than {WITHOUT} s.")
            for line in told.read().splitlines():
                number, took, places = json.loads(line)
                for place in places:
                    reach.setdefault(tuple(place), []).append((number, took))
        return reach

    def _note_reached(self, session: pytest.Session, told: Path, functions: Functions) -> None:
        self._ran.watch(each for same in functions.values() for each in same)
        for number, item in enumerate(session.items):
            begun = time.monotonic()
            self._run(item, session)
            with told.open("a") as answers:
                answers.write(json.dumps([number, time.monotonic() - begun, sorted(self._ran.taken())]) + "\n")
            if self._failed:
                return

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

    def _in_fork(self, run: Callable[[], None], limit: float) -> int:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            result = KILLED
            try:
                os.setpgid(0, 0)
                run()
                result = KILLED if self._failed else SURVIVED
            finally:
                # No finalizer of the parent runs here: the database stays.
                os._exit(result)
        return self._waited(child, limit)

    def _be_mutant(
        self, items: list[pytest.Item], session: pytest.Session, mutant: Mutant, live: Iterable[FunctionType]
    ) -> None:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        code = mutant.code_of_function()
        for function in live:
            function.__code__ = code
        for item in items:
            self._run(item, session)
            if self._failed:
                return

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
        """Throw away what a killed process had committed, once its sessions are over: they hold their locks until they end."""
        if self._blocker is None:
            return
        child = os.fork()
        if child == 0:
            result = 1
            try:
                with self._blocker.unblock():
                    throw_away()
                result = 0
            finally:
                os._exit(result)
        _, status = os.waitpid(child, 0)
        if status:
            raise RuntimeError("What a killed mutant left in the database could not be thrown away.")
