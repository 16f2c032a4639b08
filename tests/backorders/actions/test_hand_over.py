"""A parcel is handed over once; then it is not undone, and one that was undone is not handed over."""

import pytest
from django.utils import timezone

from backorders.actions.hand_over import CannotHandOver, hand_over
from backorders.actions.undo_shipment import CannotUndo, undo_shipment
from tests.backorders.admin.shipment.parcels import parcels, standing

pytestmark = pytest.mark.django_db


def test_it_is_noted_once_and_ends_undoing() -> None:
    first, second = parcels(2)
    for _ in range(2):
        hand_over(shipment=first, by=None, now=timezone.now())
    with pytest.raises(CannotUndo, match="has been handed over"):
        undo_shipment(shipment=first, by=None, now=timezone.now())
    told = first.order.events.filter(kind="handed_over")
    assert [event.text for event in told] == [f"Shipment #{first.number} was handed over."]
    assert standing(first, second) == ["handed over", "here"]


def test_what_was_undone_must_not_leave() -> None:
    (parcel,) = parcels(1)
    undo_shipment(shipment=parcel, by=None, now=timezone.now())
    with pytest.raises(CannotHandOver, match="must not leave"):
        hand_over(shipment=parcel, by=None, now=timezone.now())
    assert standing(parcel) == ["undone"]
