from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.in_force import Found, own_value, value_in_force
from catalog.rules.product_setting import BACKORDERS, MIN_QTY
from catalog.rules.scope import Scope

EVERYWHERE = {Scope.DEFAULT: "default", Scope.WEBSITE: "website", Scope.STORE_VIEW: "view"}


def found(stored: dict[Scope, str], at: Scope, narrowest: Scope = Scope.STORE_VIEW) -> Found:
    return value_in_force(stored, at=at, narrowest=narrowest, built_in="built in")


def test_value_comes_from_the_nearest_scope_that_stores_one() -> None:
    assert [found(EVERYWHERE, at).value for at in Scope] == ["default", "website", "view"]
    assert found({Scope.DEFAULT: "default"}, Scope.STORE_VIEW) == Found("default", Scope.DEFAULT)


def test_value_is_the_built_in_one_when_no_scope_stores_any() -> None:
    assert found({}, Scope.STORE_VIEW) == Found("built in", None)


def test_stored_empty_text_is_a_value_and_not_inheritance() -> None:
    assert found(EVERYWHERE | {Scope.WEBSITE: ""}, Scope.WEBSITE) == Found("", Scope.WEBSITE)


def test_row_below_the_narrowest_scope_is_not_read() -> None:
    assert found(EVERYWHERE, Scope.STORE_VIEW, narrowest=Scope.DEFAULT) == Found("default", Scope.DEFAULT)


@given(st.dictionaries(st.sampled_from(Scope), st.text(max_size=3)), st.sampled_from(Scope), st.sampled_from(Scope))
def test_value_in_force_is_never_from_a_narrower_scope(stored: dict[Scope, str], at: Scope, narrowest: Scope) -> None:
    seen = [scope for scope in Scope if scope in stored and scope <= at and scope <= narrowest]
    expected = Found(stored[max(seen)], max(seen)) if seen else Found("built in", None)
    assert found(stored, at, narrowest) == expected


def test_a_products_own_number_for_backorders_is_read_as_its_mode() -> None:
    assert own_value(BACKORDERS, 2) is BackorderMode.ALLOW_AND_NOTIFY
    assert own_value(BACKORDERS, None) is None
    assert [own_value(MIN_QTY, stored) for stored in (Decimal(-50), None)] == [Decimal(-50), None]
