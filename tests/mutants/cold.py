"""One mutant in a process of its own: for what runs while modules are imported, and for what survived the quicker way."""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Sequence
from types import CodeType, ModuleType

import pytest
from pytest_django.plugin import blocking_manager_key

from tests.mutants.mutant import ROOT, Mutant
from tests.mutants.warm import asks_database, quick_hypothesis, throw_away

SECONDS = 180
OPTIONS = ["-q", "-x", "-s", "--reuse-db", "--ds=tests.mutants.settings"]
OPTIONS += [part for name in ("randomly", "cacheprovider", "xdist") for part in ("-p", f"no:{name}")]
# Hypothesis is here before pytest is, which would have rewritten its asserts.
OPTIONS += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]


class _Loader(importlib.machinery.SourceFileLoader):
    """Gives the mutant's code for its file."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(ROOT / mutant.path))
        self._mutant = mutant

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  the signature of the base class
        return self._mutant.code


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the mutant before Python finds the file."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002  the signature of the base class
        target: ModuleType | None = None,  # noqa: ARG002  the same
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._mutant.module:
            return None
        return importlib.util.spec_from_file_location(fullname, ROOT / self._mutant.path, loader=_Loader(self._mutant))


class _Quick:
    def pytest_collection(self) -> None:
        quick_hypothesis()

    @pytest.fixture(scope="session", autouse=True)
    def alone(self, request: pytest.FixtureRequest) -> None:
        """Begin without what the mutant before left: it may have been killed in the middle."""
        if any(asks_database(item) for item in request.session.items):
            request.getfixturevalue("django_db_setup")
            with request.config.stash[blocking_manager_key].unblock():
                throw_away()


def survives(mutant: Mutant) -> bool:
    """Return whether all its tests pass with `mutant`."""
    tests = [str(path) for path in (*mutant.tests(), *mutant.tests_of_callers())]
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        result = 1
        try:
            os.setpgid(0, 0)
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            sys.meta_path.insert(0, _Finder(mutant))
            result = int(pytest.main([*OPTIONS, *tests], plugins=[_Quick()]))
        finally:
            os._exit(result)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False
