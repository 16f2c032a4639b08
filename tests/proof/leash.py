"""A child that ends with its parent, however that ends: the parent alone holds the other end of its standard input."""

import os
import sys
import threading
import time

SECONDS_TO_END = 20.0


class Leash:
    """`is_held` until the parent lets go or is gone. Who has not ended some seconds later is ended."""

    def __init__(self, seconds_to_end: float = SECONDS_TO_END) -> None:
        self._gone = threading.Event()
        self._seconds = seconds_to_end
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def is_held(self) -> bool:
        """Whether to go on."""
        return not self._gone.is_set()

    def wait(self, seconds: float) -> bool:
        """Sleep so long, or until the parent is gone; return whether to go on."""
        return not self._gone.wait(seconds)

    def _watch(self) -> None:
        # Unbuffered: who ends first would be stopped at a buffer that this thread holds.
        while os.read(sys.stdin.fileno(), 1024):
            pass
        self._gone.set()
        time.sleep(self._seconds)
        os._exit(1)
