"""Why a product cannot be bought: the first cause that holds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.in_force import ConfiguredPolicy, OwnPolicy, stock_policy
from catalog.rules.salable import NEVER, NO_SOURCE_IN_STOCK, Level, bounds, can_be_bought
from catalog.rules.stopped_sale import StopCause, stop_cause
from tests.catalog.rules.strategies import configured_policies, own_policies, quantities


@pytest.mark.parametrize(
    ("free", "bound", "is_enabled", "cause"),
    [
        (Decimal(3), Decimal(1), True, None),
        (None, Decimal(1), False, StopCause.DISABLED),
        (None, Decimal(1), True, StopCause.UNASSIGNED),
        (Decimal(9), NEVER, True, StopCause.NEVER_FITS),
        (NO_SOURCE_IN_STOCK, Decimal(1), True, StopCause.NO_SOURCE),
        (Decimal(0), Decimal(1), True, StopCause.TOO_FEW),
    ],
)
def test_the_first_cause_that_holds_is_told(
    free: Decimal | None, bound: Decimal, cause: StopCause | None, *, is_enabled: bool
) -> None:
    assert stop_cause(free, bound, is_enabled=is_enabled) is cause


@given(
    configured=configured_policies(),
    own=own_policies(),
    on_hand=quantities(),
    sources=st.integers(0, 1),
    is_enabled=st.booleans(),
)
def test_there_is_a_cause_where_nothing_can_be_bought(
    configured: ConfiguredPolicy, own: OwnPolicy, on_hand: Decimal, sources: int, *, is_enabled: bool
) -> None:
    policy = stock_policy(own, configured)
    level = Level(on_hand, sources_in_stock=sources, sources_assigned=1)
    cause = stop_cause(level.free_for_sale(is_enabled=is_enabled), bounds(policy).buyable_from, is_enabled=is_enabled)
    assert (cause is None) is can_be_bought(level, policy, is_for_sale=is_enabled)
