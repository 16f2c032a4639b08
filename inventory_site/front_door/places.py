"""A number of places, shared out fairly among the addresses that are asked for.

Who waits does so in the queue of his address, and the queues take turns: two hundred who want one product wait for each other, and
whoever opens another page waits for a few of them, not for all.
"""

import asyncio
from collections import OrderedDict, deque


class NoPlace(Exception):
    """All are taken, and so many wait already, or this one waited so long, that it is better told now. Nothing was done."""


class Places:
    """`count` can be taken at a time; `most_waiting` requests wait for one of them, `patience` seconds at most.

    The first who waits for an address is let in beyond that, up to twice as many in all: others have filled the queue.
    All of it happens on one event loop.
    """

    def __init__(self, count: int, *, most_waiting: int, patience: float) -> None:
        """Make them; all are free."""
        self._free = count
        self._queues = OrderedDict[str, deque[asyncio.Future[None]]]()
        self._most_waiting = most_waiting
        self._patience = patience
        self._waiting = 0

    async def take(self, address: str) -> None:
        """Take one, which has to be given on. Raises `NoPlace` when there is none to be had."""
        if self._free:
            self._free -= 1
            return
        if self._waiting >= self._most_waiting * (1 if address in self._queues else 2):
            raise NoPlace
        turn = asyncio.get_running_loop().create_future()
        self._queues.setdefault(address, deque()).append(turn)
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await turn
        except TimeoutError:
            self._leave(turn, address)
            raise NoPlace from None
        except asyncio.CancelledError:
            self._leave(turn, address)
            raise
        finally:
            self._waiting -= 1

    def _leave(self, turn: "asyncio.Future[None]", address: str) -> None:
        """Step out of the queue; whose turn came in this very moment gives it on."""
        if turn.done() and not turn.cancelled():
            self.give_on()
            return
        queue = self._queues.get(address)
        if queue is not None and turn in queue:
            queue.remove(turn)
            if not queue:
                del self._queues[address]

    def give_on(self) -> None:
        """Give the place to the next: the first of the queue whose turn is longest ago."""
        while self._queues:
            address, queue = self._queues.popitem(last=False)
            turn = queue.popleft()
            if queue:
                self._queues[address] = queue
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
