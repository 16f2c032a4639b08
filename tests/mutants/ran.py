"""Which of our functions there are, and which of them run."""

import gc
import sys
from collections.abc import Iterable
from types import CodeType, FunctionType

from tests.mutants.mutant import ROOT

OURS = tuple(f"{ROOT / app}/" for app in ("catalog", "backorders"))
# A function's file, qualified name and first line.
type Place = tuple[str, str, int]
type Functions = dict[Place, list[FunctionType]]


def _place(code: CodeType) -> Place:
    return code.co_filename, code.co_qualname, code.co_firstlineno


class Ran:
    """Which of our functions run: all of them from now on until `stop`; then those that are `watched`, until it is asked."""

    def __init__(self) -> None:
        self._ran: set[Place] = set()
        tool, events = sys.monitoring.PROFILER_ID, sys.monitoring.events
        sys.monitoring.use_tool_id(tool, "mutants")
        sys.monitoring.register_callback(tool, events.PY_START, self._note_once)
        sys.monitoring.set_events(tool, events.PY_START)

    def _note_once(self, code: CodeType, _: int) -> object:
        if code.co_filename.startswith(OURS):
            self._ran.add(_place(code))
        return sys.monitoring.DISABLE

    def _note(self, code: CodeType, _: int) -> None:
        self._ran.add(_place(code))

    def stop(self) -> set[Place]:
        """Return what ran."""
        sys.monitoring.set_events(sys.monitoring.PROFILER_ID, 0)
        return self.taken()

    def watch(self, functions: Iterable[FunctionType]) -> None:
        """Note these from now on: events of a few functions cost next to nothing, unlike those of all code."""
        tool, events = sys.monitoring.PROFILER_ID, sys.monitoring.events
        sys.monitoring.register_callback(tool, events.PY_START, self._note)
        sys.monitoring.restart_events()  # those that ran before were told not to tell again
        for function in functions:
            sys.monitoring.set_local_events(tool, function.__code__, events.PY_START)

    def taken(self) -> set[Place]:
        """Return what ran since it was asked last."""
        ran, self._ran = self._ran, set()
        return ran


def living_functions() -> Functions:
    """Return all that there are now, by their place; one that was made twice stands there twice."""
    found: Functions = {}
    gc.unfreeze()  # what the conftest has frozen is not listed
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(OURS):
            found.setdefault(_place(each.__code__), []).append(each)
    return found
