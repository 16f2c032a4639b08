"""The settings of tests, with a server of its own that waits for the disk, as a shop's does; BENCH_DATA is its folder."""

import os

from inventory_site.settings import BASE_DIR
from tests.settings import *  # noqa: F403  the same shop
from tests.settings import DATABASES, LOGGING

if "SERVER_SETTINGS" in DATABASES["default"]:
    DATABASES["default"]["HOST"] = os.environ.get("BENCH_DATA", str(BASE_DIR / ".data" / "bench-postgres"))
    del DATABASES["default"]["SERVER_SETTINGS"]
# A refusal is a line of the log; a thousand of them would be the measured work.
for logger in ("inventory_site", "backorders", "catalog"):
    LOGGING["loggers"][logger]["level"] = "WARNING"
