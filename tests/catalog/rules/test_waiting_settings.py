"""What the settings of orders that wait allow."""

import pytest

from catalog.rules.setting import InvalidSettingError
from catalog.rules.waiting_settings import DAY_MOVED_BY


@pytest.mark.parametrize("days", ["0", "3", "2.5"])
def test_a_day_may_move_by_so_many_days_unsaid(days: str) -> None:
    assert DAY_MOVED_BY.clean(days) == days


@pytest.mark.parametrize("days", ["-1", "", "soon"])
def test_what_is_no_number_of_days_is_refused(days: str) -> None:
    with pytest.raises(InvalidSettingError):
        DAY_MOVED_BY.clean(days)
