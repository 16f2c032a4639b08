"""A check is kept with the facts of what it found, and told on the start page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from backorders.actions import inventory_check
from backorders.actions.inventory_check import KEPT_FOR, check_inventory
from backorders.models import CheckPlace, InventoryCheck
from backorders.rules.inventory_difference import Difference
from tests.backorders.admin.test_inventory_check_screen import drifted

pytestmark = pytest.mark.django_db


def test_the_last_check_is_kept_with_who_asked_and_old_ones_are_forgotten() -> None:
    now = timezone.now()
    check_inventory(place=CheckPlace.TIMER, now=now - KEPT_FOR - timedelta(days=1))
    check_inventory(place=CheckPlace.COMMAND, now=now)
    last = check_inventory(place=CheckPlace.PAGE, by="Ada Brandt", now=now)
    assert [each.asked_by for each in InventoryCheck.objects.all()] == ["by Ada Brandt", "by a command"]
    assert InventoryCheck.objects.first() == last


def test_the_first_differences_are_kept_and_all_are_told_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inventory_check, "MOST_KEPT", 2)
    for number in range(3):
        drifted(f"BAG-{number}")
    told: list[Difference] = []
    check_inventory(place=CheckPlace.COMMAND, now=timezone.now(), tell=told.append)
    last = InventoryCheck.objects.get()
    assert (last.found, last.kept) == (3, tuple(told[:2]))
