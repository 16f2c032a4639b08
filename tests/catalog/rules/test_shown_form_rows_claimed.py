import pytest

from catalog.rules.shown_form import UNSEEN, claims_too_many


def rows(total: str, came: int, initial: str = "0") -> list[tuple[str, str]]:
    sent = [(f"items-{n}-quantity", "1") for n in range(came)]
    return [("items-TOTAL_FORMS", total), ("items-INITIAL_FORMS", initial), *sent]


@pytest.mark.parametrize("came", [0, 1, 1000])
def test_rows_that_came_in_and_a_few_empty_ones_are_believed(came: int) -> None:
    assert not claims_too_many(rows(str(came + UNSEEN), came))
    assert claims_too_many(rows(str(came + UNSEEN + 1), came))


@pytest.mark.parametrize("total", ["100000000", "9" * 5000, " 100000000 ", "\N{ARABIC-INDIC DIGIT NINE}" * 4])
def test_a_number_beyond_all_rows_is_refused_however_it_is_written(total: str) -> None:
    assert claims_too_many(rows(total, 1))
    assert claims_too_many(rows("1", 1, initial=total))


@pytest.mark.parametrize("total", ["", "-1", "1e9", "ten", "1.5"])
def test_what_is_no_number_is_left_to_the_form(total: str) -> None:
    assert not claims_too_many(rows(total, 1))


def test_rows_of_another_form_do_not_count() -> None:
    others = [(f"other-{n}-quantity", "1") for n in range(100)]
    assert claims_too_many([("items-TOTAL_FORMS", "100"), *others])


def test_only_fields_of_a_row_are_a_row() -> None:
    """`items-7-` names a row and none of its fields: what came in is not a row that a form could read."""
    nameless = [(f"items-{n}-", "1") for n in range(100)]
    assert claims_too_many([("items-TOTAL_FORMS", "100"), *nameless])


@pytest.mark.parametrize("totals", [("1", "100"), ("100", "1")])
def test_one_of_several_tables_that_says_too_much_is_enough(totals: tuple[str, str]) -> None:
    fields = [(f"{rows}-TOTAL_FORMS", total) for rows, total in zip(("items", "sources"), totals, strict=True)]
    assert claims_too_many([*fields, ("items-0-quantity", "1"), ("sources-0-quantity", "1")])
