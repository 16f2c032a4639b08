"""`manage.py load_demo_shop`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from backorders.actions.demo_history import load_demo_history
from backorders.actions.demo_shop import load_demo_eu, load_demo_shop
from catalog.actions.demo_catalog import HOST
from catalog.models import Product


class Command(BaseCommand):
    """Loads the demo shop into a catalogue that is empty."""

    help = "Load the demo shop: departments, products in every stock situation, and a few orders."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare `--again`, `--history` and `--eu`."""
        parser.add_argument(
            "--again",
            action="store_true",
            help="load although there are products: the demo's own are put back to how it begins, others stay",
        )

        parser.add_argument(
            "--history",
            action="store_true",
            help="add orders of the weeks before, all of them served, so that charts and reports have something to tell",
        )
        parser.add_argument(
            "--eu",
            action="store_true",
            help="add a second website with a stock of its own and two sources, opened by the host name eu.localhost",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, unless there are products already."""
        del args
        if Product.objects.exists() and not options["again"]:
            self.stdout.write("There are products already; the demo shop was not loaded.")
        else:
            self.stdout.write(f"Loaded the demo shop: {load_demo_shop(now=timezone.now())} products.")
        if options["history"]:
            self.stdout.write(f"Loaded {load_demo_history(now=timezone.now())} orders of the weeks before.")
        if options["eu"]:
            website = load_demo_eu(now=timezone.now())
            self.stdout.write(f"Loaded the website {website}: http://{HOST}:<port>/")
