"""`manage.py check_inventory`: recompute what is kept, name each difference, repair it on demand."""

import argparse
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backorders.actions.repair_promises import repair_promises
from backorders.queries.promise_differences import payment_differences, promise_differences
from catalog.actions.repair_levels import repair_levels
from catalog.queries.inventory_differences import inventory_differences
from catalog.rules.quantity import plain

HELP = """
Recompute stock levels from source items and ledger, the ledger from open orders, and captured money from invoices and credit
memos. Each difference is named with its cause. With --fix levels are summed afresh and the ledger gets a compensating row;
payments are only reported. Exit code 0: no difference is left. 1: differences are left.
"""


class Command(BaseCommand):
    """Checks, names, and (with --fix) repairs."""

    help = HELP

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take whether to repair."""
        parser.add_argument("--fix", action="store_true", help="repair levels and ledger")

    def handle(self, *, fix: bool, **_options: Any) -> None:
        """Check; with `fix` repair and check again."""
        found = self._report()
        if found and fix:
            # The ledger first: its compensating rows change levels, which are then summed with them.
            rows = repair_promises(promise_differences())
            levels = repair_levels(inventory_differences())
            self.stdout.write(f"Repaired. Levels summed afresh: {levels:,}. Compensating rows in the ledger: {rows:,}.")
            found = self._report()
        if found:
            raise CommandError(f"{found:,} differences." if found > 1 else "1 difference.", returncode=1)
        self.stdout.write(self.style.SUCCESS("Levels, ledger, orders and payments agree."))

    def _report(self) -> int:
        found = 0
        for line in _lines():
            self.stdout.write(line)
            found += 1
        return found


def _lines() -> Iterator[str]:
    for level in inventory_differences():
        yield (
            f"{level.stock}, {level.sku}: {level.column.value} differs from {level.column.cause}: "
            f"{_numbers(level.expected, level.found)}"
        )
    for promise in promise_differences():
        yield (
            f"{promise.stock}, {promise.sku}, order #{promise.order_number}: the ledger differs from the open units of "
            f"the order: {_numbers(promise.expected, promise.found)}"
        )
    for payment in payment_differences():
        yield (
            f"Order #{payment.order_number}: captured money differs from what was invoiced less refunded: expected "
            f"{payment.currency} {payment.expected:.2f}, found {payment.found:.2f}"
        )


def _numbers(expected: Decimal, found: Decimal) -> str:
    return f"expected {plain(expected)}, found {plain(found)}"
