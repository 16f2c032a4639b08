"""Who buys waits for who buys, and for nobody who waits himself."""

import asyncio
import threading
from collections.abc import Callable

from inventory_site.front_door.turnstile import Turnstile
from tests.inventory_site.front_door.own_loop import on_a_loop


def turnstile(*, seconds: float = 10, patience: float = 5) -> Turnstile:
    return Turnstile(at_once=1, seconds=seconds, most_waiting=10, patience=patience)


async def passed(gate: Turnstile, name: str) -> Callable[[], str]:
    return await gate.passed(lambda: name, address=f"/{name}/")


def test_the_next_is_let_in_when_the_work_of_the_first_has_ended() -> None:
    async def live() -> str:
        gate = turnstile()
        first = await passed(gate, "first")
        second = asyncio.create_task(passed(gate, "second"))
        await asyncio.sleep(0.01)
        assert not second.done()
        # Where work is done: in a thread.
        assert await asyncio.to_thread(first) == "first"
        return (await second)()

    assert on_a_loop(asyncio.wait_for(live(), 5)) == "second"


def test_work_that_fails_lets_the_next_in_as_well() -> None:
    def fail() -> str:
        raise ValueError("broken")

    async def live() -> str:
        gate = turnstile()
        broken = await gate.passed(fail, address="/")
        await asyncio.gather(asyncio.to_thread(broken), return_exceptions=True)
        return (await passed(gate, "next"))()

    assert on_a_loop(asyncio.wait_for(live(), 5)) == "next"


def test_who_waits_for_a_silent_bank_counts_no_more_and_gives_his_turn_on_once() -> None:
    bank = threading.Event()

    async def live() -> list[bool]:
        gate = turnstile(seconds=0.05)
        paying = await gate.passed(lambda: bank.wait(30), address="/checkout/")
        silent = asyncio.create_task(asyncio.to_thread(paying))
        second = await passed(gate, "second")
        bank.set()
        await silent
        # His turn was the second's already: nobody else comes in until that one has ended or waits as well.
        third = asyncio.create_task(passed(gate, "third"))
        await asyncio.sleep(0.01)
        before = third.done()
        second()
        await third
        return [before, third.done()]

    assert on_a_loop(asyncio.wait_for(live(), 5)) == [False, True]


def test_work_that_was_never_begun_bars_nobody_for_longer() -> None:
    async def live() -> str:
        gate = turnstile(seconds=0.05)
        await passed(gate, "gone")
        return (await passed(gate, "next"))()

    assert on_a_loop(asyncio.wait_for(live(), 5)) == "next"
