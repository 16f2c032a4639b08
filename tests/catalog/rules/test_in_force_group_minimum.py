import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.customer_group import ALL_GROUPS
from catalog.rules.in_force import group_minimums, minimum_for_group
from tests.catalog.rules.strategies import quantities


def test_plain_number_is_the_minimum_of_every_group() -> None:
    assert [minimum_for_group("5", group) for group in ("0", "3", None)] == [5, 5, 5]


def test_groups_own_minimum_beats_all_groups() -> None:
    stored = json.dumps({"1": 3, ALL_GROUPS: 7})
    assert [minimum_for_group(stored, group) for group in ("1", "2", None)] == [3, 7, 7]


def test_empty_text_and_an_empty_quantity_are_no_minimum() -> None:
    assert minimum_for_group("", "1") is None
    assert minimum_for_group(json.dumps({"1": ""}), "1") is None


def test_groups_own_empty_quantity_beats_all_groups() -> None:
    stored = json.dumps({"1": "", ALL_GROUPS: "7"})
    assert [minimum_for_group(stored, group) for group in ("1", "2")] == [None, 7]


def test_no_minimum_without_a_row_for_the_group_or_all_groups() -> None:
    assert minimum_for_group(json.dumps({"1": 3}), "2") is None


def test_minimums_are_exact() -> None:
    assert minimum_for_group('{"1": 0.1}', "1") == Decimal("0.1")


@pytest.mark.parametrize("stored", ["many", "[1]", '{"1": "many"}', '{"1": [2]}', '{"1": true}', '{"1": NaN}'])
def test_text_that_is_no_minimum_is_refused(stored: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        group_minimums(stored)


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_any_text_is_minimums_or_a_value_error(stored: str) -> None:
    try:
        minimums = group_minimums(stored)
    except ValueError:
        return
    assert all(least is None or least > 0 for least in minimums.values())


@given(st.dictionaries(st.sampled_from(["0", "1", "2", ALL_GROUPS]), quantities(1, 12)), st.sampled_from("0123"))
def test_minimum_is_the_groups_own_else_that_of_all_groups(stored: dict[str, Decimal], group: str) -> None:
    text = json.dumps({key: str(least) for key, least in stored.items()})
    assert minimum_for_group(text, group) == stored.get(group, stored.get(ALL_GROUPS))


@pytest.mark.parametrize("least", ["0", "-1", '{"32000": 0}', '{"32000": "-2.5"}'])
def test_a_minimum_of_nothing_is_none(least: str) -> None:
    assert minimum_for_group(least, "1") is None
