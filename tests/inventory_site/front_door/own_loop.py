"""Coroutines in tests that share their process with a browser."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def on_a_loop[T](visit: Coroutine[Any, Any, T]) -> T:
    """Run `visit` on an event loop of its own, in a thread: a journey before this test may have left its browser's loop here."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, visit).result()
