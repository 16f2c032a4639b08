"""The settings of a web server that is measured: those of the benchmark, served as a shop is."""

import os

from inventory_site.process_kinds import pool_options
from tests.benchmarks.durable_settings import *  # noqa: F403  the same shop
from tests.benchmarks.durable_settings import DATABASES

DATABASES["default"]["NAME"] = os.environ.get("BENCH_DATABASE", DATABASES["default"]["NAME"])
DATABASES["default"]["OPTIONS"]["pool"] = pool_options(most=10)
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = False
