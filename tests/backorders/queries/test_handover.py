"""What undoing gives back of each line, which shipments a scan means, and what hands over."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import Refunded, refund_order
from backorders.actions.ship_order import ship_order
from backorders.actions.undo_shipment import undo_shipment
from backorders.queries.handover import handover_by, scanned_shipments, undone_parts
from backorders.rules.handover import HandoverBy, ParcelLine
from backorders.rules.tracking_number import Tracking
from tests.backorders.admin.shipment.parcels import parcels
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}


def test_units_that_were_canceled_after_they_were_paid_are_none_that_left_and_were_refunded() -> None:
    order = place_order(lines={product_with_stock(quantity=9): 9}, email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    line = order.lines.get()
    shipment = ship_order(
        order=order, source=default_source(), units={line: Decimal(4)}, key="1", by=None, now=timezone.now()
    )
    cancel_order(order=order, units={line: Decimal(2)}, by=None, now=timezone.now())
    # Three never left and go first; one had left, and does not come back.
    units = {line: Refunded(Decimal(4), return_to_stock=False)}
    refund_order(order=order, units=units, key="memo", by=None, now=timezone.now())
    (part,) = undone_parts(shipment)
    assert part.line.refunded == 6
    assert part.parcel == ParcelLine(line.pk, Decimal(4), out=Decimal(4), shipped=Decimal(4), refunded_after=Decimal(1))
    assert part.parcel.comes_back == 3


def test_a_scan_is_a_shipments_number_or_a_carriers() -> None:
    first, second = *parcels(1, numbers=(Tracking(number="JD01"),)), *parcels(1)
    assert scanned_shipments("jd01", most=5) == (first,)
    assert scanned_shipments(second.number, most=5) == scanned_shipments(str(second.pk), most=5) == (second,)
    assert scanned_shipments("9" * 18, most=5) == scanned_shipments("\u00b2", most=5) == ()


def test_a_label_of_an_undone_parcel_means_the_one_that_it_was_used_for() -> None:
    undone, used = parcels(2, numbers=(Tracking(number="JD01"),))
    undo_shipment(shipment=undone, by=None, now=timezone.now())
    assert scanned_shipments("JD01", most=5) == (used,)
    assert scanned_shipments(undone.number, most=5)[0].pk == undone.pk


def test_what_hands_over_is_asked_of_the_orders_website() -> None:
    (parcel,) = parcels(1)
    assert handover_by(parcel.order) is HandoverBy.MARK
