"""Threads for one sort of requests."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from inventory_site.front_door.places import Places


class Lane:
    """`threads` work at a time; who waits for one of them, how many and how long, is said by `Places`."""

    def __init__(self, name: str, *, threads: int, most_waiting: int, patience: float) -> None:
        """Make the lane; its threads begin with the first work."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._places = Places(threads, most_waiting=most_waiting, patience=patience)

    async def run[T](self, work: Callable[[], T], *, address: str = "") -> T:
        """Do `work` in a thread of the lane and return what it returns. Raises `NoPlace` when there is none to be had."""
        await self._places.take(address)
        loop = asyncio.get_running_loop()
        done = self._pool.submit(work)
        # When the work ends, not when its visitor has gone: until then the thread is taken.
        done.add_done_callback(lambda _: loop.call_soon_threadsafe(self._places.give_on))
        return await asyncio.wrap_future(done)
