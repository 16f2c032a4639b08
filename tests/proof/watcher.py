"""Looks while everybody works: `python -m tests.proof.watcher FOLDER`, until its standard input is closed.

Each look is one moment of the database. It prints one line of JSON for each difference, and at the end how often it looked.
"""

import json
import sys
import time
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection, connections, transaction
from django.db.models import F

from catalog.models import Reservation, StockLevel
from catalog.queries.database_errors import PASSING
from tests.proof.goods import COUNTED, LIMITS
from tests.proof.history import History, Outcome
from tests.proof.leash import Leash
from tests.soundness import unsound

SHORTEST_PAUSE = 0.5


def differences_now() -> list[str]:
    """Return what is wrong in one moment: past a limit, or a number that is not that of its rows."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return [*past_limits(), *unsound(limit=None, counted=(COUNTED,))]


def past_limits() -> list[str]:
    """Return the levels below what a sale may ever leave behind, and the promises that were made below their floor."""
    wrong = []
    for sku, limit in LIMITS.items():
        for level in StockLevel.objects.filter(product__sku=sku):
            free = level.on_hand - level.reserved
            if free < limit:
                wrong.append(f"oversold: {sku} has {level.on_hand} on hand, {level.reserved} promised, {limit} allowed")
    limited = Reservation.objects.filter(quantity__lt=0, floor__isnull=False, product__sku__in=LIMITS)
    passed = limited.filter(free_after__lt=F("floor"))
    wrong += [f"promise {row.event_key} left {row.free_after}, {row.floor} was its floor" for row in passed]
    return wrong


def main(folder: str) -> None:
    """Look again and again."""
    leash, history = Leash(), History(Path(folder) / "watcher.jsonl")
    looks, missed, seen = 0, 0, set[str]()
    while leash.is_held:
        begun = time.monotonic()
        try:
            found = differences_now()
            looks += 1
        except PASSING:
            connections.close_all()
            found, missed = [], missed + 1
        for difference in found:
            if difference not in seen:
                seen.add(difference)
                history.tell(history.ask("look", {}), Outcome.FAULT, {"difference": difference})
                print(json.dumps(difference), flush=True)
        leash.wait(max(SHORTEST_PAUSE, 2 * (time.monotonic() - begun)))
    history.tell(history.ask("looks", {}), Outcome.DONE, {"looks": looks, "missed": missed})
    connections.close_all()


if __name__ == "__main__":
    main(*sys.argv[1:])
