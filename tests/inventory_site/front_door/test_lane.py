"""Threads are shared out fairly: who wants what everybody wants waits for them, and nobody else does."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

import pytest

from inventory_site.front_door.lane import Lane, LaneFull
from tests.inventory_site.front_door.own_loop import on_a_loop


class Busy:
    """A lane with one thread, which is taken until `opened`; `order` is in which order the others were served."""

    def __init__(self, *, most_waiting: int = 100, patience: float = 10) -> None:
        self.lane = Lane("test", threads=1, most_waiting=most_waiting, patience=patience)
        self.opened = threading.Event()
        self.order: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def take(self) -> None:
        self._start(self.lane.run(self._hold, address="/held/"))
        await asyncio.sleep(0)

    def _hold(self) -> None:
        assert self.opened.wait(30)

    async def ask(self, name: str, address: str) -> asyncio.Task[None]:
        self._start(self.lane.run(lambda: self.order.append(name), address=address))
        await asyncio.sleep(0)
        return self.tasks[-1]

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.create_task(work))

    async def end(self) -> list[str]:
        self.opened.set()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        return self.order


def test_a_storm_for_one_address_keeps_another_waiting_for_one_of_its_requests() -> None:
    async def live() -> list[str]:
        busy = Busy()
        await busy.take()
        for number in range(50):
            await busy.ask(f"storm {number}", "/products/storm")
        await busy.ask("other", "/products/other")
        return await busy.end()

    order = on_a_loop(live())
    assert order.index("other") == 1
    assert [name for name in order if name != "other"] == [f"storm {number}" for number in range(50)]


def test_a_lane_that_one_address_has_filled_refuses_it_and_lets_another_wait() -> None:
    async def live() -> list[str]:
        busy = Busy(most_waiting=2)
        await busy.take()
        storm = [await busy.ask(f"storm {number}", "/storm") for number in range(3)]
        others = [await busy.ask(address, address) for address in ("/a", "/b", "/c")]
        await asyncio.sleep(0.01)
        assert [isinstance(task.exception(), LaneFull) for task in (storm[2], others[2])] == [True, True]
        return await busy.end()

    assert on_a_loop(live()) == ["storm 0", "/a", "/b", "storm 1"]


def test_who_loses_patience_takes_no_thread_with_him() -> None:
    async def live() -> list[str]:
        busy = Busy(patience=0.05)
        await busy.take()
        late = await busy.ask("late", "/a")
        with pytest.raises(LaneFull):
            await late
        busy.opened.set()
        await asyncio.sleep(0.05)
        await busy.ask("next", "/a")
        return await busy.end()

    assert on_a_loop(live()) == ["next"]


def test_who_hangs_up_while_he_waits_takes_no_thread_with_him() -> None:
    async def live() -> list[str]:
        busy = Busy()
        await busy.take()
        gone = await busy.ask("gone", "/a")
        await busy.ask("next", "/a")
        gone.cancel()
        return await busy.end()

    assert on_a_loop(live()) == ["next"]


def test_whose_turn_comes_as_he_hangs_up_gives_it_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def live() -> list[str]:
        busy = Busy()
        await busy.take()
        gone = await busy.ask("gone", "/a")
        await busy.ask("next", "/b")
        give_on = busy.lane._give_on  # noqa: SLF001  the moment in which a thread is free

        def hang_up_at_once() -> None:
            give_on()
            gone.cancel()

        monkeypatch.setattr(busy.lane, "_give_on", hang_up_at_once)
        return await busy.end()

    assert on_a_loop(asyncio.wait_for(live(), 5)) == ["next"]


def test_who_was_served_takes_no_place_of_those_who_wait_later() -> None:
    async def live() -> list[str]:
        busy = Busy(most_waiting=1)
        for number in range(3):
            busy.opened.clear()
            await busy.take()
            await busy.ask(f"{number}", "/a")
            await busy.end()
        return busy.order

    assert on_a_loop(live()) == ["0", "1", "2"]
