"""A number of threads for one sort of requests, and a short queue before them: one sort never takes the other's threads."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


class LaneFull(Exception):
    """All threads are busy, and so many wait already, or this one waited so long, that it is better told now. Nothing was done."""


class Lane:
    """`threads` work at a time; `most_waiting` requests wait for one of them, `patience` seconds at most."""

    def __init__(self, name: str, *, threads: int, most_waiting: int, patience: float) -> None:
        """Make the lane; its threads begin with the first work."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._free = asyncio.Semaphore(threads)
        self._most_waiting = most_waiting
        self._patience = patience
        self._waiting = 0

    async def run[T](self, work: Callable[[], T]) -> T:
        """Do `work` in a thread of the lane and return what it returns. Raises `LaneFull` when there is none to be had."""
        await self._take()
        loop = asyncio.get_running_loop()
        done = self._pool.submit(work)
        # When the work ends, not when its visitor has gone: until then the thread is taken.
        done.add_done_callback(lambda _: loop.call_soon_threadsafe(self._free.release))
        return await asyncio.wrap_future(done)

    async def _take(self) -> None:
        if self._free.locked() and self._waiting >= self._most_waiting:
            raise LaneFull
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError:
            raise LaneFull from None
        finally:
            self._waiting -= 1
