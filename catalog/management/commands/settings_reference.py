"""Write docs/settings.md from the declarations."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from catalog.management.settings_reference import settings_reference

PAGE = Path(settings.BASE_DIR) / "docs" / "settings.md"


class Command(BaseCommand):
    """Prints the reference of all settings as Markdown, or writes it into docs/."""

    help = "Prints the reference of all settings; --write puts it into docs/settings.md."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --write."""
        parser.add_argument("--write", action="store_true", help="write docs/settings.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print or write the page."""
        del args
        if options["write"]:
            PAGE.write_text(settings_reference(), encoding="utf-8")
            self.stdout.write(f"Wrote {PAGE}.")
        else:
            self.stdout.write(settings_reference(), ending="")
