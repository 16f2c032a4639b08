"""How long each kind of process waits for the database. A shopper is told to try again; an import may take its hour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from inventory_site.connection_pool import MILLISECONDS_UNHEARD, REACH


@dataclass(frozen=True)
class Timeouts:
    """Seconds; 0 is for ever. `lock`: for one lock. `statement`: for one statement. `idle`: for the program, inside a transaction.

    What passes `idle` has its connection closed by PostgreSQL, and its locks given back.
    """

    lock: int = 0
    statement: int = 0
    idle: int = 0


KINDS: Mapping[str, Timeouts] = {
    "web": Timeouts(lock=2, statement=15, idle=30),
    # Waits up to five minutes for the answer of a provider that somebody else is asking: longer than that per statement.
    "worker": Timeouts(lock=60, statement=600, idle=300),
    "timer": Timeouts(lock=10, statement=300, idle=60),
    # A migration that waits for a lock makes everybody wait behind it: rather none than for long.
    "migration": Timeouts(lock=20),
    "import": Timeouts(lock=60),
    "report": Timeouts(lock=60),
    # A person who thinks, in the shell; tests.
    "": Timeouts(),
}
COMMANDS: Mapping[str, str] = {
    "runserver": "web",
    "work": "worker",
    "db_worker": "worker",
    "expire_payments": "timer",
    "prune": "timer",
    "send_low_stock_notices": "timer",
    "migrate": "migration",
    "import_products": "import",
    "load_demo_shop": "import",
    "check_inventory": "report",
}


def process_kind(arguments: Sequence[str]) -> str:
    """Return the kind of a process that was started as `manage.py COMMAND`; empty for any other."""
    return COMMANDS.get(arguments[1], "") if len(arguments) > 1 else ""


def connection_options(kind: str, *, before: Mapping[str, Any], own: Mapping[str, int]) -> dict[str, Any]:
    """Return the options of every connection of a process, with the `own` seconds of this shop instead of the table's.

    `before` are the options of the database's address: what they set wins. Raises `ValueError` for an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of process; there are {', '.join(name for name in KINDS if name)}.")
    timeouts = replace(KINDS[kind], **own)
    words = (
        f"-c lock_timeout={timeouts.lock}s"
        f" -c statement_timeout={timeouts.statement}s"
        f" -c idle_in_transaction_session_timeout={timeouts.idle}s"
    )
    name = {"application_name": f"salable {kind}"} if kind else {}
    return {
        **REACH,
        **MILLISECONDS_UNHEARD,
        **name,
        **before,
        "options": f"{words} {before.get('options', '')}".strip(),
    }
