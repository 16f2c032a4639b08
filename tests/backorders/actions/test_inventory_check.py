"""A check is kept, and told on the start page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from backorders.actions.inventory_check import KEPT_FOR, keep_inventory_check
from backorders.models import CheckPlace, InventoryCheck

pytestmark = pytest.mark.django_db


def test_the_last_check_is_kept_with_who_asked_and_old_ones_are_forgotten() -> None:
    now = timezone.now()
    keep_inventory_check(found=0, place=CheckPlace.TIMER, now=now - KEPT_FOR - timedelta(days=1))
    keep_inventory_check(found=2, place=CheckPlace.COMMAND, now=now)
    last = keep_inventory_check(found=0, place=CheckPlace.PAGE, by="Ada Brandt", now=now)
    assert [each.asked_by for each in InventoryCheck.objects.all()] == ["by Ada Brandt", "by a command"]
    assert InventoryCheck.objects.first() == last
