"""What do the pages of parcels cost where many have left? `python -m tests.benchmarks.parcels N M`: N products, M orders.

Of M orders 72 in a hundred have left, a parcel for each line of them (`lived_book`): 130,000 orders are 103,000 parcels. Asked
are the grid of Shipments and Ready to ship in every order and through every filter, the scan, one parcel, and slips of one, thirty
and two hundred.
"""

import os
import sys
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.durable_settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402  Django must be set up first
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from backorders.models import Shipment  # noqa: E402
from catalog.actions.generated_catalog import generate_catalog  # noqa: E402
from tests.benchmarks.grids import TIMES, figures, told  # noqa: E402
from tests.benchmarks.lived_book import lived_book  # noqa: E402
from tests.benchmarks.pages import Figure, measured  # noqa: E402

SLIPS = (1, 30, 200)


def slips() -> list[Figure]:
    """Return what the scan, one parcel and slips cost."""
    staff = Client(headers={"host": "localhost"})
    staff.force_login(User.objects.get(username="bench"))
    some = list(Shipment.objects.order_by("-pk").values_list("pk", flat=True)[: SLIPS[-1]])
    number = Shipment.objects.get(pk=some[0]).tracking_numbers.get().number
    once = {"key": str(uuid.uuid4())}
    printed = reverse("admin:backorders_shipment_print")
    asked = [
        ("scan", reverse("admin:backorders_shipment_scan"), None),
        ("one parcel", reverse("admin:backorders_shipment_change", args=[some[0]]), None),
        ("a tracking number in the grid", f"{reverse('admin:backorders_shipment_changelist')}?q={number}", None),
        *((f"slips of {count}", printed, {**once, "shipment": some[:count]}) for count in SLIPS),
        *((f"slips of {count}, PDF", printed, {**once, "shipment": some[:count], "pdf": "1"}) for count in SLIPS),
    ]
    found = []
    for name, address, form in asked:
        found.append(measured(name, staff, address, form, times=TIMES))
        print(found[-1], flush=True)
    return found


def _silent(done: int, count: int) -> None:
    del done, count


def main() -> None:
    """Make the shop up, measure, and take it away again."""
    products, orders = int(sys.argv[1]), int(sys.argv[2])
    made = setup_databases(verbosity=0, interactive=False)
    try:
        generate_catalog(products, seed=1, now=timezone.now(), progress=_silent)
        lived_book(orders, closed=0.8, seed=1, now=timezone.now())
        print(f"{Shipment.objects.count():,} parcels")
        found = figures(["shipment", "ready to ship"])
        told([*found, *slips()])
    finally:
        connections.close_all()
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
