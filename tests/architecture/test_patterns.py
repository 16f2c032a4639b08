"""A text of a stranger costs what it is long, never its square: the log once looked for secrets in 10,000 letters for 17 s."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from time import thread_time
from types import ModuleType
from typing import Any

import pytest

import backorders
import catalog
import inventory_site
from catalog.rules import text as email_addresses

LONG = 5_000
# One that reads the text once takes a hundredth of it; the log's took 0.6 s.
SECONDS = 0.1
PIECES = (
    "x",
    "1",
    " ",
    "\n",
    "-",
    ".",
    "/",
    '"',
    "=",
    ":",
    ";",
    "<",
    "a.",
    "a@",
    "1 ",
    "://",
    "token",
    "secret= ",
    "0f8fad5b-",
    "0f8fad5b",
)
ENDS = ("", "\x01", "=", "@", "\n\x01")
# Asked of whole texts only, of at most `email_addresses.LONGEST` letters.
WHOLE = {email_addresses._ADDRESS}  # noqa: SLF001  the test looks at every pattern


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns that stand in the modules of the house, those in tuples of theirs as well."""
    found: dict[str, re.Pattern[str]] = {}
    for house in (catalog, backorders, inventory_site):
        for module in _modules(house):
            for value in vars(module).values():
                found |= {pattern.pattern: pattern for pattern in _inside(value)}
    return found


def _modules(house: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(house.__path__, house.__name__ + "."):
        if ".migrations" not in found.name and not found.name.endswith(("__main__", "asgi", "wsgi")):
            yield importlib.import_module(found.name)


def _inside(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _inside(each)


def texts(pattern: str) -> Iterator[str]:
    """Yield long texts of the same piece over and over, some of them of what the pattern itself looks for."""
    for piece in {*PIECES, *re.findall(r"[a-z]{3,}", pattern)}:
        for end in ENDS:
            yield piece * (LONG // len(piece)) + end


def test_there_are_patterns_to_look_at() -> None:
    assert len(patterns()) > 15


@pytest.mark.parametrize("text", sorted(patterns()))
def test_a_pattern_reads_a_long_text_once(text: str) -> None:
    pattern = patterns()[text]
    for long in texts(text):
        begun = thread_time()
        pattern.fullmatch(long)
        if pattern not in WHOLE:
            pattern.search(long)
        assert thread_time() - begun < SECONDS, f"{long[:20]!r} over and over, {long[-2:]!r} at its end"
