"""A parcel is marked once, whatever marks it, and its order says so."""

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from backorders.actions.steps.handover import mark_handed_over
from backorders.models import Shipment
from backorders.queries.locks import locked_order
from tests.backorders.admin.shipment.parcels import parcels, standing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("is_by_number", "said"), [(False, "was handed over."), (True, "has a tracking number, and counts as handed over.")]
)
def test_the_first_mark_counts_and_says_by_what(is_by_number: bool, said: str) -> None:
    (parcel,) = parcels(1)
    first, second = (User.objects.create_user(name) for name in ("first", "second"))
    for by in (first, second):
        with transaction.atomic():
            order, now = locked_order(parcel.order_id), timezone.now()
            current = Shipment.objects.get(pk=parcel.pk)
            mark_handed_over(order, current, by=by, now=now, is_by_number=is_by_number)
    event = parcel.order.events.get(kind="handed_over")
    assert (event.text, event.by, standing(parcel)) == (f"Shipment #{parcel.number} {said}", first, ["handed over"])
