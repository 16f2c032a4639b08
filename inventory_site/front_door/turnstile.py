"""Who buys waits for who buys, so that the processor is there for who only looks.

A page of the shop is mostly work for the processor, and a process of Python does one thing at a time: eight purchases at once are
no sooner done than one after the other, and whoever opens another page meanwhile gets a ninth of it.
"""

import asyncio
from collections.abc import Callable

from inventory_site.front_door.places import Places


class Turnstile:
    """Lets so many be at work at a time. Who is at it for longer than `seconds` waits for somebody else, and counts no more.

    He waits for a lock, or for a payment provider that is silent: the processor is free then. The others of his lane go on.
    """

    def __init__(self, *, at_once: int, seconds: float, most_waiting: int, patience: float) -> None:
        """Make it; who waits, how many and how long, is said by `Places`."""
        self._places = Places(at_once, most_waiting=most_waiting, patience=patience)
        self._seconds = seconds

    async def passed[T](self, work: Callable[[], T], *, address: str) -> Callable[[], T]:
        """Wait for a turn, and return `work`, whose end gives it on, in whatever thread. Raises `NoPlace`.

        Work that is never begun, as its visitor hung up or its lane was full, gives it on when the seconds are over.
        """
        await self._places.take(address)
        loop = asyncio.get_running_loop()
        is_counted = True

        def end() -> None:
            nonlocal is_counted
            if is_counted:
                is_counted = False
                timer.cancel()
                self._places.give_on()

        timer = loop.call_later(self._seconds, end)

        def counted() -> T:
            try:
                return work()
            finally:
                loop.call_soon_threadsafe(end)

        return counted
