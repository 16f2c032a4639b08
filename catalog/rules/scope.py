"""Scopes of the configuration: a value is looked up store view, website, default, then built in."""

from dataclasses import dataclass
from enum import IntEnum


class Scope(IntEnum):
    """Where a configuration value is stored. The order is the order of narrowing."""

    DEFAULT = 0
    WEBSITE = 1
    STORE_VIEW = 2


SCOPE_LABELS = {Scope.DEFAULT: "[GLOBAL]", Scope.WEBSITE: "[WEBSITE]", Scope.STORE_VIEW: "[STORE VIEW]"}


@dataclass(frozen=True)
class Found:
    """A value in force and the scope that it comes from; `None` means the built-in default."""

    value: str
    scope: Scope | None


def value_in_force(stored: dict[Scope, str], *, at: Scope, narrowest: Scope, built_in: str) -> Found:
    """Return the nearest stored value, seen from scope `at`, widening step by step.

    A setting cannot be stored below its `narrowest` scope: a row left there by an older version is not read.
    """
    for scope in sorted(Scope, reverse=True):
        if scope <= at and scope <= narrowest and scope in stored:
            return Found(stored[scope], scope)
    return Found(built_in, None)
