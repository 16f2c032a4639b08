"""Why a source counts or does not, where a value comes from, and what the parts add up to."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from catalog.rules.explanation import Explanation, Hold, NotCounted, Origin, Share, not_counted, origin_of
from catalog.rules.in_force import Found, OwnPolicy
from catalog.rules.product_setting import MIN_QTY
from catalog.rules.salable import Level
from catalog.rules.scope import Scope

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("is_linked", "is_enabled", "is_in_stock", "reason"),
    [
        (True, True, True, None),
        (False, False, False, NotCounted.NOT_LINKED),
        (True, False, False, NotCounted.SOURCE_DISABLED),
        (True, True, False, NotCounted.OUT_OF_STOCK),
    ],
)
def test_source_says_why_it_does_not_count(
    is_linked: bool, is_enabled: bool, is_in_stock: bool, reason: NotCounted | None
) -> None:
    assert not_counted(is_linked=is_linked, is_enabled=is_enabled, is_in_stock=is_in_stock) is reason


def test_parts_add_up_to_the_level() -> None:
    shares = tuple(Share("Here", "here", Decimal(25), reason) for reason in (None, *NotCounted))
    holds = (Hold("000000001", "", NOW, Decimal(3)), Hold("", "manual_compensation", NOW, Decimal(-1)))
    explanation = Explanation(shares, holds, more_orders=2, more_units=Decimal(4))
    assert explanation.level == Level(Decimal(25), Decimal(6), sources_in_stock=1, sources_assigned=3)


@pytest.mark.parametrize(
    ("own", "scope", "origin"),
    [
        (OwnPolicy(min_qty=Decimal(0)), Scope.DEFAULT, Origin.OWN),
        (OwnPolicy(), Scope.DEFAULT, Origin.DEFAULT_CONFIG),
        (OwnPolicy(), None, Origin.BUILT_IN),
    ],
)
def test_origin_is_the_nearest_value(own: OwnPolicy, scope: Scope | None, origin: Origin) -> None:
    assert origin_of(MIN_QTY, own, Found("0", scope)) is origin
