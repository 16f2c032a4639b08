"""What is kept of a day, against the ledger."""

import pytest
from django.test import override_settings

from backorders.actions.owed_history import keep_owed_days, keep_owed_days_anew
from backorders.models import OwedChange
from backorders.queries.owed_differences import owed_differences
from catalog.models import Stock
from tests.backorders.owed_weeks import BERLIN, FIRST, Weeks, at

pytestmark = pytest.mark.django_db


@override_settings(TIME_ZONE=BERLIN)
def test_a_kept_row_that_differs_is_found_and_put_right() -> None:
    weeks = Weeks()
    line = weeks.ordered(weeks.box, 5, day=0)
    keep_owed_days(now=at(3))
    OwedChange.objects.update(became=2)
    (found,) = owed_differences()
    assert (found.day, found.stock, found.order_number) == (FIRST, Stock.objects.default().name, line.order.number)
    assert (found.expected and found.expected.became, found.found and found.found.became) == (3, 2)
    OwedChange.objects.all().delete()
    (gone,) = owed_differences()
    assert gone.found is None
    keep_owed_days_anew(now=at(3))
    assert not list(owed_differences())
