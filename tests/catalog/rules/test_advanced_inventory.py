"""Own values of Advanced Inventory that no form would send."""

from decimal import Decimal
from typing import Any

import pytest

from catalog.rules.advanced_inventory import advanced_inventory_problems
from catalog.rules.in_force import OwnPolicy
from catalog.rules.setting import SettingProblem


@pytest.mark.parametrize("value", [Decimal("sNaN"), Decimal(1), 1.0, [], "1", True, 3, -1])
def test_what_is_no_mode_is_refused_whatever_it_is(value: Any) -> None:
    assert advanced_inventory_problems(OwnPolicy(backorders=value)) == {"backorders": SettingProblem.NOT_OFFERED}
