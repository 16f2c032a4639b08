"""Packing slips of parcels that were made: what lies in each and what follows, several at once, and none of what was undone."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.actions.undo_shipment import undo_shipment
from backorders.models import Shipment
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.admin.shipment.parcels import HERE, page_of, parcels
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db


def printed(client: Client, *shipments: Shipment) -> Any:
    form = {"action": "print_slips", "_selected_action": [each.pk for each in shipments], "key": str(uuid.uuid4())}
    return client.post(HERE, form)


def test_of_several_parcels_the_ticked_ones_are_printed_and_what_was_undone_is_named(admin_client: Client) -> None:
    first, second, undone = parcels(3)
    undo_shipment(shipment=undone, by=None, now=timezone.now())
    page = printed(admin_client, undone, first)
    assert [slip.shipment for slip in page.context["sheets"].slips] == [first.number]
    said = f"Shipment #{undone.number} is not printed: it has been undone, and must not leave."
    assert (said in admin_text(page), second.number in admin_text(page)) == (True, False)
    pdf = admin_client.post(page.context["pdf_url"], {"shipment": [first.pk, undone.pk, "x"], "pdf": "1"})
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    sent = [value for _, value in page.context["sent_again"]]
    assert sent == [str(first.pk), str(undone.pk)]
    again = admin_client.post(page.context["pdf_url"], {"shipment": sent})
    assert [slip.shipment for slip in again.context["sheets"].slips] == [first.number]
    alone = admin_client.get(page_of(undone, "packing-slip"))
    assert (said in admin_text(alone), alone.context["sheets"].slips) == (True, ())


def test_a_slip_names_what_lies_in_the_parcel_and_what_follows_later(admin_client: Client) -> None:
    bag, cap, hat = (product_with_stock(quantity=9, sku=sku) for sku in ("BAG", "CAP", "HAT"))
    order = place_order(
        lines={bag: 3, cap: 2, hat: 1}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    lines = {line.sku: line for line in order.lines.all()}
    made = [
        ship_order(
            order=order,
            source=default_source(),
            units={lines[sku]: Decimal(units) for sku, units in sent.items()},
            key=f"{place}",
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )
        for place, sent in enumerate([{"HAT": 1}, {"BAG": 2}])
    ]
    (slip,) = admin_client.get(page_of(made[1], "packing-slip")).context["sheets"].slips
    assert [(line.sku, line.units, line.later) for line in slip.lines] == [("BAG", "2", "1"), ("CAP", "0", "2")]


def test_thirty_slips_of_many_lines_ask_as_often_as_one(admin_client: Client) -> None:
    made = parcels(30)
    products = [product_with_stock(quantity=1) for _ in range(30)]
    order = place_order(
        lines=dict.fromkeys(products, 1), email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    many = ship_order(
        order=order,
        source=default_source(),
        units=dict.fromkeys(order.lines.all(), Decimal(1)),
        key="many",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    asked = []
    for shipments in (made[:1], [*made, many]):
        with CaptureQueriesContext(connection) as seen:
            assert len(printed(admin_client, *shipments).context["sheets"].slips) == len(shipments)
        asked.append(len(seen))
    assert asked[0] == asked[1], asked
