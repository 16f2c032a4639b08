"""`manage.py keep_history`: days, what stopped being buyable, and one check a day."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings

from backorders.models import CheckPlace, InventoryCheck, OwedChange, OwedDay
from catalog.models import SaleLook
from tests.backorders.owed_weeks import BERLIN, Weeks

pytestmark = pytest.mark.django_db


def keep(*options: str) -> str:
    said = StringIO()
    call_command("keep_history", *options, stdout=said)
    return said.getvalue()


@override_settings(TIME_ZONE=BERLIN)
def test_it_keeps_what_is_over_looks_and_checks_once_a_day() -> None:
    weeks = Weeks()
    weeks.ordered(weeks.box, 5, day=0)
    assert keep().endswith(" days kept.\n")
    assert (keep(), OwedChange.objects.count(), SaleLook.objects.count()) == ("", 1, 1)
    assert [(each.place, each.found) for each in InventoryCheck.objects.all()] == [(CheckPlace.TIMER, 0)]
    days = OwedDay.objects.count()
    OwedChange.objects.update(became=2)
    assert keep("--anew") == f"{days} days kept.\n"
    assert OwedChange.objects.get().became == 3
