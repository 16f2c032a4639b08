"""How much of a crowded processor a process gets."""

import os
from contextlib import suppress
from pathlib import Path

# As `nice` counts: 0 is everybody's, 19 gets next to nothing while others want the processor.
OF_BACKGROUND = 10


def lower_priority(pid: int, niceness: int) -> None:
    """Let others go before the process `pid`, and before what it starts from now on."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, niceness)
    # Linux may share the processor out among sessions first, and ask for a priority only within one (man 7 sched, autogroup).
    with suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(niceness))
