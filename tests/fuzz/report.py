"""What a part of the fuzz sent and what came of it, in figures that can be added up."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Self

SLOWEST = 10
# Seconds of CPU, ours and PostgreSQL's. The slowest page takes a tenth of it: what is beyond costs more by the kind of its request.
TOO_LONG = 2.0


@dataclass
class Report:
    """`broken` are requests with their errors, `spoiled` what is wrong in the database, `slowest` seconds of CPU and requests."""

    sent: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    spoiled: list[str] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    megabytes: int = 0
    database_megabytes: int = 0

    def count(self, *, route: str, status: int, seconds: float, which: str) -> None:
        """Count one request."""
        self.sent += 1
        self.statuses[str(status)] += 1
        self.reached[route] += 1
        self.slowest = sorted([*self.slowest, (seconds, which)], reverse=True)[:SLOWEST]

    @property
    def faults(self) -> list[str]:
        """What a run must not end with."""
        slow = [f"{seconds:.1f} s of CPU: {which}" for seconds, which in self.slowest if seconds > TOO_LONG]
        return [*self.broken, *self.spoiled, *slow]

    def add(self, other: Self) -> None:
        """Add another part's figures; memory and database are the largest seen."""
        self.sent += other.sent
        self.statuses += other.statuses
        self.reached += other.reached
        self.broken += other.broken
        self.spoiled += other.spoiled
        self.slowest = sorted([*self.slowest, *other.slowest], reverse=True)[:SLOWEST]
        self.megabytes = max(self.megabytes, other.megabytes)
        self.database_megabytes = max(self.database_megabytes, other.database_megabytes)

    def as_json(self) -> dict[str, Any]:
        """Return what a worker of the tests can tell its controller."""
        return {name: dict(value) if isinstance(value, Counter) else value for name, value in vars(self).items()}

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> Self:
        """Return the report that was told."""
        slowest = [(float(seconds), str(which)) for seconds, which in told["slowest"]]
        counters = {"statuses": Counter(told["statuses"]), "reached": Counter(told["reached"])}
        return cls(**{**told, **counters, "slowest": slowest})

    def progress(self) -> str:
        """Say in a line how far it is."""
        answers = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        slowest = max((seconds for seconds, _ in self.slowest), default=0)
        return (
            f"{self.sent} requests, {len(self.reached)} addresses; {answers}; slowest {slowest:.2f} s of CPU;"
            f" {len(self.broken)} broken, {len(self.spoiled)} spoiled; {self.megabytes} MB, database {self.database_megabytes} MB"
        )

    def __str__(self) -> str:
        """Say all of it."""
        lines = [self.progress(), "Slowest by CPU time:"]
        lines += [f"  {seconds:.2f} s  {which[:150]}" for seconds, which in self.slowest]
        said = "nothing differs" if not self.spoiled else "; ".join(self.spoiled)
        return "\n".join([*lines, f"check_inventory, sums and searches for what is no number: {said}"])
