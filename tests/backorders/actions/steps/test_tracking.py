"""The first tracking number counts as the handing over where the setting says so, and says that it does."""

import pytest
from django.utils import timezone

from backorders.actions.steps.tracking import why_unfit
from backorders.actions.tracking_number import add_tracking
from backorders.rules.tracking_number import Tracking
from catalog.models import ConfigurationValue
from catalog.rules.sales_settings import HANDED_OVER_BY
from catalog.rules.scope import Scope
from tests.backorders.admin.shipment.parcels import parcels, standing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("how", "found"), [("mark", "here"), ("number", "handed over")])
def test_the_first_number_hands_over_where_the_setting_says_so(how: str, found: str) -> None:
    ConfigurationValue.objects.create(path=HANDED_OVER_BY.path, scope=Scope.DEFAULT.value, value=how)
    shipped_with, later = *parcels(1, numbers=(Tracking(number="JD01"),)), *parcels(1)
    add_tracking(shipment=later, numbers=[Tracking(carrier="DHL")], by=None, now=timezone.now())
    assert standing(shipped_with, later) == [found, "here"]  # a carrier alone is no news of a parcel
    add_tracking(shipment=later, numbers=[Tracking(number="JD02")], by=None, now=timezone.now())
    assert standing(later) == [found]
    said = ["counts as handed over" in each.order.events.order_by("pk").last().text for each in (shipped_with, later)]  # type: ignore[union-attr]  # there is one
    assert said == [found == "handed over"] * 2


def test_why_numbers_are_unfit_is_said_of_each() -> None:
    assert why_unfit([Tracking(number="1"), Tracking(number="x" * 101)]) == (
        "Tracking number: it is longer than 100 characters.",
    )
    assert why_unfit([]) == ()
