import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.customer_group import ALL_GROUPS
from catalog.rules.product_setting import MIN_SALE_QTY
from catalog.rules.setting import InvalidSettingError, MinimumRow, SettingProblem, minimum_rows, minimum_text


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", ()),
        ("5", (MinimumRow(ALL_GROUPS, "5"),)),
        ('{"32000": 1, "2": 5.50}', (MinimumRow(ALL_GROUPS, "1"), MinimumRow("2", "5.50"))),
        ('{"2": 1, "2": 3}', (MinimumRow("2", "1"), MinimumRow("2", "3"))),
        ('{"2": null}', (MinimumRow("2", ""),)),
        ("{", (MinimumRow(ALL_GROUPS, "{"),)),
    ],
)
def test_a_text_is_a_row_a_group_as_it_was_typed(text: str, rows: tuple[MinimumRow, ...]) -> None:
    assert minimum_rows(text) == rows


@given(
    st.lists(
        st.builds(MinimumRow, st.sampled_from(["0", "2", ALL_GROUPS]), st.sampled_from(["", "1", "2.5", "x", "01"]))
    )
)
def test_rows_come_back_from_their_text(rows: list[MinimumRow]) -> None:
    assert minimum_rows(minimum_text(tuple(rows))) == tuple(rows)


def test_a_group_has_one_minimum() -> None:
    assert MIN_SALE_QTY.clean('{"2": 1.0, "3": 1}') == '{"2": 1, "3": 1}'
    with pytest.raises(InvalidSettingError) as refused:
        MIN_SALE_QTY.clean('{"2": 1, "2": 1}')
    assert refused.value.problem is SettingProblem.GROUP_TWICE
