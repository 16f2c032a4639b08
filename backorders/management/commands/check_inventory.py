"""`manage.py check_inventory`: recompute what is kept, name each difference, repair it on demand."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from backorders.actions.inventory_check import check_inventory
from backorders.actions.repair_inventory import repair_inventory
from backorders.models import CheckPlace
from backorders.rules.inventory_difference import Difference
from backorders.words.inventory_difference import NO_DIFFERENCE, difference_words
from catalog.queries.inventory_differences import overpromised, sku_twins
from catalog.words.shared_sources import overpromised_words

HELP = """
Recompute stock levels from source items and ledger, the ledger from open orders, and captured money from invoices and credit
memos. Each difference is named with its cause. With --fix levels are summed afresh and the ledger gets a compensating row;
payments are only reported. SKUs that differ by letter case alone, from before they were refused, are listed, and are no difference;
nor are products of which stocks that share sources have promised more than lies there.
Exit code 0: no difference is left. 1: differences are left.
"""


class Command(BaseCommand):
    """Checks, names, and (with --fix) repairs."""

    help = HELP

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take whether to repair."""
        parser.add_argument("--fix", action="store_true", help="repair levels and ledger")

    def handle(self, *, fix: bool, **_options: Any) -> None:
        """Check; with `fix` repair and check again."""
        for twins in sku_twins():
            spelt = ", ".join(f"{product.sku} ({product.name})" for product in twins)
            self.stdout.write(f"One SKU in several spellings: {spelt}. Give all but one of them a SKU of their own.")
        for each in overpromised():
            self.stdout.write(overpromised_words(each))
        found = self._checked()
        if found and fix:
            self.stdout.write(str(repair_inventory(now=timezone.now())))
            found = self._checked()
        if found:
            raise CommandError(f"{found:,} differences." if found > 1 else "1 difference.", returncode=1)
        self.stdout.write(self.style.SUCCESS(NO_DIFFERENCE))

    def _checked(self) -> int:
        def tell(difference: Difference) -> None:
            self.stdout.write(str(difference_words(difference)))

        return check_inventory(place=CheckPlace.COMMAND, now=timezone.now(), tell=tell).found
