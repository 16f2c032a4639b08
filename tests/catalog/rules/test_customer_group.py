from hypothesis import example, given
from hypothesis import strategies as st

from catalog.rules.customer_group import ALL_GROUPS, PERMANENT, code_after


def test_the_first_group_begins_at_nought() -> None:
    assert code_after(None) == "0"


@example(31999)
@given(st.integers(0, 99_999))
def test_a_new_group_takes_a_higher_code_that_does_not_mean_all(last: int) -> None:
    code = code_after(last)
    assert int(code) - last in {1, 2}
    assert code != ALL_GROUPS


def test_the_code_for_all_is_passed_over() -> None:
    assert (code_after(31998), code_after(31999), code_after(32000)) == ("31999", "32001", "32001")


def test_no_permanent_group_is_all_groups() -> None:
    assert ALL_GROUPS not in PERMANENT
