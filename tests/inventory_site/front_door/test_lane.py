"""A thread of a lane is taken until its work has ended, whatever becomes of who asked."""

import asyncio
import threading

import pytest

from inventory_site.front_door.lane import Lane
from inventory_site.front_door.places import NoPlace
from tests.inventory_site.front_door.own_loop import on_a_loop


def test_work_is_done_in_a_thread_of_the_lane() -> None:
    lane = Lane("test", threads=1, most_waiting=1, patience=5)
    assert on_a_loop(lane.run(lambda: threading.current_thread().name)) == "test_0"


def test_who_hangs_up_while_he_is_served_leaves_his_thread_taken() -> None:
    opened = threading.Event()

    async def live() -> str:
        lane = Lane("test", threads=1, most_waiting=0, patience=5)
        gone = asyncio.create_task(lane.run(lambda: opened.wait(30)))
        await asyncio.sleep(0.01)
        gone.cancel()
        with pytest.raises(NoPlace):
            await lane.run(lambda: "too early")
        opened.set()
        while True:
            try:
                return await lane.run(lambda: "served")
            except NoPlace:
                await asyncio.sleep(0.01)

    assert on_a_loop(asyncio.wait_for(live(), 10)) == "served"
