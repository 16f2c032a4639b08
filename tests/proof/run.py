"""One run: who works, what strikes, how soon the shop is back, and what all of it came to."""

import itertools
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.faults.coming_back import SECONDS_TO_START_AGAIN, seconds_to_come_back, until_whole
from tests.faults.demo_shop import seconds_until
from tests.faults.shopper import BUYER
from tests.proof.goods import PROBE
from tests.proof.ground import Ground
from tests.proof.history import History, Outcome, lines_of, requests_in
from tests.proof.said import failed_requests, unexpected
from tests.proof.strikes import NothingToStrike, Strike, in_turn
from tests.proof.visitors import buy_one

ACTORS = 3
BUYERS = "2"
SECONDS_TO_OPEN = 600.0
# Of a hunt: then it is looked what became of everything.
SECONDS_OF_ROUND = 12.0
# Between two faults everybody works in peace.
SECONDS_OF_PEACE = 2.0


class NotOpened(Exception):
    """The shop could not be made; `str()` is what was said."""


class Run:
    """`chance` says what strikes, `only` a word of it. `is_small`: others use the machine, so that only being back counts."""

    def __init__(self, ground: Ground, chance: random.Random, *, only: str = "", is_small: bool) -> None:
        self.ground, self._chance, self._only = ground, chance, only
        self._most = seconds_to_come_back(is_small=is_small)
        self.struck, self.missed, self.backs = Counter[str](), Counter[str](), dict[str, list[float]]()
        self._said_by_database, self._numbers = "", itertools.count()
        self._probes = History(ground.histories / "probe.jsonl")

    def open(self, *, kept: Path | None = None) -> None:
        """Make the shop and start it. Raises `NotOpened`. What is made once is `kept` there, for the next that opens."""
        begun = time.monotonic()
        if kept is None or not self.ground.take_cluster(kept):
            self._do("tests.proof.hot_shop")
            if kept is not None:
                self.ground.keep_cluster(kept)
        if self.ground.planted:
            self._do("tests.proof.planted_faults", self.ground.planted)
        self.ground.shop.start()
        until_whole(self.ground.shop)
        disk = "a small one" if self.ground.is_small_disk else "not to be filled: no right to mount"
        print(f"the shop serves after {time.monotonic() - begun:.0f} s; its disk is {disk}", flush=True)

    def _do(self, module: str, *arguments: str) -> None:
        done = self.ground.shop.run("-m", module, *arguments, seconds=SECONDS_TO_OPEN)
        if done.returncode:
            raise NotOpened(done.stderr[-3000:])

    def let_in(self, seed: str, *, buyers: str = BUYERS) -> None:
        """Let everybody work."""
        folder, home = str(self.ground.histories), self.ground.shop.home
        for number in range(ACTORS):
            self.ground.send_in("tests.proof.actor", f"actor{number}", seed, folder)
        self.ground.send_in("tests.proof.visitors", "visitor", seed, folder, home, buyers)
        self.ground.send_in("tests.proof.watcher", folder)

    def strike(self, seconds: float, seed: int) -> list[str]:
        """Strike with everything in turn until the time is over; return what was wrong with how the shop came back."""
        self.let_in(str(seed))
        deadline = time.monotonic() + seconds
        wrong: list[str] = []
        for strike in self._in_turn():
            if time.monotonic() > deadline:
                break
            wrong += self._struck(strike)
            time.sleep(min(SECONDS_OF_PEACE, max(0, deadline - time.monotonic())))
        until_whole(self.ground.shop)
        return [*wrong, *self.ground.call_back()]

    def hunt(self, seconds: float, seed: int) -> tuple[float, list[str]]:
        """Strike with nothing, and look every few seconds; return after how many something was found, and what.

        Those in which nobody works count too. Infinity when nothing was found.
        """
        begun, rounds = 0.0, 0
        while not begun or time.monotonic() - begun < seconds:
            self.let_in(f"{seed}:{rounds}")
            # Whoever is sent in has to read the shop's code first.
            seconds_until(self._all_work, SECONDS_TO_START_AGAIN)
            begun = begun or time.monotonic()
            seconds_until(lambda: bool(self.faults_told()), min(SECONDS_OF_ROUND, seconds))
            found = self.faults_told()
            rounds += 1
            self.ground.call_back()
            found += [] if found else self.ground.judge()
            if found:
                return time.monotonic() - begun, found
        return float("inf"), []

    def _all_work(self) -> bool:
        """Whether each of those who were sent in last has asked for something, in this round or before."""
        clients = {request.client for request in requests_in(self.ground.histories)}
        return len([client for client in clients if client.startswith("actor")]) == ACTORS

    def _in_turn(self) -> Iterator[Strike]:
        while True:
            yield from in_turn(self._chance, self._only)

    def _struck(self, strike: Strike) -> list[str]:
        self.keep_log()
        try:
            strike.act(self.ground, self._chance)
        except NothingToStrike:
            self.missed[strike.name] += 1
            return []
        self.struck[strike.name] += 1
        seconds = seconds_until(self.serves, self._most * 2)
        self.backs.setdefault(strike.name, []).append(seconds)
        print(f"{strike.name}: page and order after {seconds:.1f} s; load {os.getloadavg()[0]:.1f}", flush=True)
        return [f"{strike.name}: no page and order within {self._most:.0f} s"] * (seconds > self._most)

    def serves(self) -> bool:
        """Whether a page comes, and an order goes through at the first attempt."""
        if not self.ground.shop.is_served():
            return False
        outcome = buy_one(
            f"probe-{next(self._numbers)}@example.org",
            self.ground.shop.home,
            self._probes,
            buyer=BUYER,
            product=f"/products/{PROBE.lower()}",
            goes_on=lambda: False,
        )
        return outcome is Outcome.DONE

    def keep_log(self) -> None:
        """Keep what the database has said: it begins anew when it starts again."""
        self._said_by_database += self.ground.database.log()

    def faults_told(self) -> list[str]:
        """Return what reached somebody that nobody may see, or was seen while everybody worked."""
        told = [
            f"{request.client}, {request.kind} {request.what}: {about}"
            for request in requests_in(self.ground.histories)
            for outcome, about in request.answers
            if outcome is Outcome.FAULT
        ]
        mails = lines_of(self.ground.folder / "mails.jsonl")
        early = [mail for mail in mails if mail["is_decided"] is False]
        return [*told, *(f"mail {mail['subject']!r} was sent before it was decided" for mail in early)]

    def said(self) -> list[str]:
        """Return what was told and logged that nobody may see."""
        self.keep_log()
        of_shop = self.ground.shop.log.read_text(errors="replace")
        wrong = [*self.faults_told(), *unexpected(f"{self._said_by_database}\n{of_shop}")]
        return [*wrong, *failed_requests(of_shop)] if wrong else []

    def report(self) -> None:
        """Print what was asked, what was told, and what struck."""
        requests = requests_in(self.ground.histories)
        kinds = Counter((request.kind, how_it_ended(request.answers)) for request in requests)
        print("\nasked, and how it ended:")
        for kind in sorted({kind for kind, _ in kinds}):
            ends = ", ".join(f"{count:,} {end}" for (of, end), count in sorted(kinds.items()) if of == kind)
            print(f"  {kind}: {ends}")
        told = sum(request.is_done for request in requests if request.kind in {"place", "check out"})
        mails = [mail["id"] for mail in lines_of(self.ground.folder / "mails.jsonl")]
        print(f"orders that were told: {told:,}; mails taken: {len(mails):,}, again: {len(mails) - len(set(mails)):,}")
        looks = [request.told for request in requests if request.kind == "looks"]
        print(f"looks while everybody worked: {looks}; the bank: {dict(self.ground.bank.counts)}")
        print("struck, and the longest until a page and an order went through:")
        for name, count in self.struck.items():
            print(f"  {name}: {count} times, {max(self.backs[name]):.1f} s")
        print(*(f"  {name}: nothing to strike, {count} times" for name, count in self.missed.items()), sep="\n")


def how_it_ended(answers: list[tuple[Outcome, dict[str, object]]]) -> str:
    """Return the last answer, in a word."""
    return answers[-1][0].value if answers else Outcome.UNKNOWN.value
