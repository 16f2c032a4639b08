"""What does a purchase by HTTP cost the server? `python -m tests.benchmarks.purchase`.

One web process as the demo runs it, one visitor after the other; the CPU of all of its processes is counted, and that of all of
PostgreSQL's. What a test's client spares, a socket and a server, is in it. Medians of rounds of some purchases.
Each is five requests.
"""

import os
import statistics
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.durable_settings")
django.setup()

from django.db import connections  # noqa: E402  Django must be set up first
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from tests.benchmarks.served_shop import ServedShop, purchase  # noqa: E402
from tests.benchmarks.server_cpu import server_cpu  # noqa: E402
from tests.factories.catalog import product_with_stock  # noqa: E402

WARM, ROUNDS, PURCHASES = 20, 7, 15


def main() -> None:
    """Buy, and say what it cost."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    made = setup_databases(verbosity=0, interactive=False)
    product, served = product_with_stock(quantity=10**6), ServedShop()
    try:
        for _ in range(WARM):
            purchase(product)
        web, database = [], []
        for _ in range(rounds):
            own, other = served.cpu(), server_cpu()
            for _ in range(PURCHASES):
                purchase(product)
            web.append(1000 * (served.cpu() - own) / PURCHASES)
            database.append(1000 * (server_cpu() - other) / PURCHASES)
        for name, spent in (("web server", web), ("PostgreSQL", database)):
            print(f"{name:12} {statistics.median(spent):6.1f} ms  ({min(spent):.1f} to {max(spent):.1f})")
        print(f"a purchase, five requests; {rounds} rounds of {PURCHASES}, load {os.getloadavg()[0]:.1f}")
    finally:
        served.close()
        connections.close_all()
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
