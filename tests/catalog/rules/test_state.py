"""Which state somebody means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.state import state_meant

STATES = (("CA", "California"), ("GJ", "Gujarāt"), ("NY", "New York"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("California", "California"),
        ("ca", "California"),
        (" new   YORK ", "New York"),
        ("Gujarat", "Gujarāt"),
        ("Calif.", None),
        ("", None),
    ],
)
def test_by_name_or_code_in_any_case(typed: str, meant: str | None) -> None:
    assert state_meant(typed, STATES) == meant


@given(st.text())
def test_nothing_is_meant_that_is_no_state(typed: str) -> None:
    assert state_meant(typed, STATES) in {None, *(name for _, name in STATES)}
    assert state_meant(typed, ()) is None
