"""Places are shared out fairly: who wants what everybody wants waits for them, and nobody else does."""

import asyncio

import pytest

from inventory_site.front_door.places import NoPlace, Places
from tests.inventory_site.front_door.own_loop import on_a_loop


class Busy:
    """One place, which is taken until the `end`; `order` is in which order the others got it."""

    def __init__(self, *, most_waiting: int = 100, patience: float = 10) -> None:
        self.places = Places(1, most_waiting=most_waiting, patience=patience)
        self.order: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def ask(self, name: str, address: str) -> asyncio.Task[None]:
        self.tasks.append(asyncio.create_task(self._pass(name, address)))
        await asyncio.sleep(0)
        return self.tasks[-1]

    async def _pass(self, name: str, address: str) -> None:
        await self.places.take(address)
        self.order.append(name)
        self.places.give_on()

    async def end(self) -> list[str]:
        self.places.give_on()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        return self.order


def test_a_storm_for_one_address_keeps_another_waiting_for_one_of_its_requests() -> None:
    async def live() -> list[str]:
        busy = Busy()
        await busy.places.take("/held/")
        for number in range(50):
            await busy.ask(f"storm {number}", "/products/storm")
        await busy.ask("other", "/products/other")
        return await busy.end()

    order = on_a_loop(live())
    assert order.index("other") == 1
    assert [name for name in order if name != "other"] == [f"storm {number}" for number in range(50)]


def test_a_queue_that_one_address_has_filled_refuses_it_and_lets_another_wait() -> None:
    async def live() -> list[str]:
        busy = Busy(most_waiting=2)
        await busy.places.take("/held/")
        storm = [await busy.ask(f"storm {number}", "/storm") for number in range(3)]
        others = [await busy.ask(address, address) for address in ("/a", "/b", "/c")]
        await asyncio.sleep(0.01)
        assert [isinstance(task.exception(), NoPlace) for task in (storm[2], others[2])] == [True, True]
        return await busy.end()

    assert on_a_loop(live()) == ["storm 0", "/a", "/b", "storm 1"]


def test_who_loses_patience_takes_no_place_with_him() -> None:
    async def live() -> list[str]:
        busy = Busy(patience=0.05)
        await busy.places.take("/held/")
        late = await busy.ask("late", "/a")
        with pytest.raises(NoPlace):
            await late
        busy.places.give_on()
        await busy.ask("next", "/a")
        return busy.order

    assert on_a_loop(live()) == ["next"]


def test_who_hangs_up_while_he_waits_takes_no_place_with_him() -> None:
    async def live() -> list[str]:
        busy = Busy()
        await busy.places.take("/held/")
        gone = await busy.ask("gone", "/a")
        await busy.ask("next", "/a")
        gone.cancel()
        return await busy.end()

    assert on_a_loop(live()) == ["next"]


def test_whose_turn_comes_as_he_hangs_up_gives_it_on() -> None:
    async def live() -> list[str]:
        busy = Busy()
        await busy.places.take("/held/")
        gone = await busy.ask("gone", "/a")
        await busy.ask("next", "/b")
        busy.places.give_on()
        gone.cancel()
        await asyncio.gather(*busy.tasks, return_exceptions=True)
        return busy.order

    assert on_a_loop(asyncio.wait_for(live(), 5)) == ["next"]


def test_who_was_served_takes_no_place_of_those_who_wait_later() -> None:
    async def live() -> list[str]:
        busy = Busy(most_waiting=1)
        for number in range(3):
            await busy.places.take("/held/")
            await busy.ask(f"{number}", "/a")
            await busy.end()
        return busy.order

    assert on_a_loop(live()) == ["0", "1", "2"]
