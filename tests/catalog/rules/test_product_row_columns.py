from decimal import Decimal

import pytest

from catalog.rules.product_row_cells import Cells, RefusedRowError
from catalog.rules.product_row_columns import (
    INHERITED,
    InvalidHeaderError,
    InvalidStockError,
    StockValues,
    merged_stock_values,
    product_columns,
    stock_values,
)
from catalog.rules.setting import SettingProblem


def test_columns_go_by_both_names_in_any_case_and_with_any_space_around() -> None:
    header = ["\ufeffSKU ", "\xa0MIN_QTY", "Backorders", "min_sale_qty", "max_sale_qty", "notify_stock_qty"]
    assert product_columns(header).names == (
        "sku",
        "out_of_stock_qty",
        "allow_backorders",
        "min_cart_qty",
        "max_cart_qty",
        "notify_on_stock_below",
    )


def test_header_without_sku_is_refused_and_shown() -> None:
    with pytest.raises(InvalidHeaderError) as refused:
        product_columns(["sku;qty"])
    assert (refused.value.begins, refused.value.delimiter) == (("sku;qty",), "comma")


def test_of_a_long_header_without_sku_the_first_five_cells_are_shown() -> None:
    with pytest.raises(InvalidHeaderError) as refused:
        product_columns(list("abcdefg"), delimiter="tab")
    assert (refused.value.begins, refused.value.delimiter) == (tuple("abcde"), "tab")


def test_the_long_name_of_a_flag_is_read_as_its_short_one() -> None:
    assert product_columns(["sku", "use_config_enable_qty_increments"]).names == ("sku", "use_config_enable_qty_inc")


@pytest.mark.parametrize(
    ("cells", "quantity"),
    [(["A", "5", ""], "5"), (["A", "", "5"], "5"), (["A", "5", " 5"], "5"), (["A", "", " "], ""), (["A"], None)],
)
def test_names_that_an_alias_makes_twins_are_one_column(cells: list[str], quantity: str | None) -> None:
    values, problem = product_columns(["sku", "min_qty", "out_of_stock_qty"]).values(cells)
    assert (values.get("out_of_stock_qty"), problem) == (quantity, "")


def test_twins_that_disagree_name_both_columns() -> None:
    _, problem = product_columns(["sku", "min_qty", "out_of_stock_qty"]).values(["A", "5", "6"])
    assert problem == "min_qty and out_of_stock_qty: one column by two names, with different values"


def test_columns_that_nothing_reads_are_named_and_those_without_a_name_are_no_columns() -> None:
    columns = product_columns(["sku", "allow_backorder", "", "color", "", ""])
    assert (columns.not_imported, len(columns.names)) == (("allow_backorder", "color"), 4)


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        ({"allow_backorders": "0"}, {"backorders": 0}),
        ({"allow_backorders": "0", "use_config_backorders": ""}, {"backorders": 0}),
        ({"allow_backorders": "2", "use_config_backorders": "0"}, {"backorders": 2}),
        ({"allow_backorders": "2", "use_config_backorders": "1"}, {"backorders": None}),
        ({"allow_backorders": "Use Config"}, {"backorders": None}),
        ({"allow_backorders": "", "use_config_backorders": "1"}, {"backorders": None}),
        ({"allow_backorders": ""}, {}),
        ({"out_of_stock_qty": "-50"}, {"min_qty": Decimal(-50)}),
        ({"out_of_stock_qty": "0"}, {"min_qty": Decimal(0)}),
        ({"min_cart_qty": "2"}, {"min_sale_qty": Decimal(2)}),
        ({"max_cart_qty": "0", "use_config_max_sale_qty": "1"}, {"max_sale_qty": None}),
        ({"max_cart_qty": "0", "use_config_max_sale_qty": "0"}, {"max_sale_qty": Decimal(0)}),
        ({"notify_on_stock_below": "10"}, {"notify_stock_qty": Decimal(10)}),
        ({"manage_stock": "0"}, {"manage_stock": False}),
        ({"enable_qty_increments": "1", "qty_increments": "6"}, {"enable_qty_increments": True, "qty_increments": 6}),
        ({"enable_qty_increments": "1", "use_config_enable_qty_inc": "1"}, {"enable_qty_increments": None}),
        ({"is_qty_decimal": "1", "is_decimal_divided": "0"}, {"is_qty_decimal": True, "is_decimal_divided": False}),
    ],
)
def test_stock_values_are_own_inherited_or_untouched(cells: dict[str, str], values: StockValues) -> None:
    assert stock_values(Cells(cells)) == values


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"allow_backorders": "3"}, "allow_backorders: “3” is none of “0”, “1”, “2”"),
        ({"max_cart_qty": "-1"}, "max_cart_qty: it cannot be negative"),
        (
            {"use_config_min_qty": "0"},
            "use_config_min_qty: 0 asks for a value of its own, and out_of_stock_qty has none",
        ),
        ({"min_cart_qty": "-1"}, "min_cart_qty: it cannot be negative"),
        ({"use_config_backorders": "x"}, "use_config_backorders: “x” is neither 1 nor 0"),
    ],
)
def test_stock_values_that_a_setting_cannot_have_are_refused(cells: dict[str, str], reason: str) -> None:
    with pytest.raises(RefusedRowError) as refused:
        stock_values(Cells(cells))
    assert str(refused.value) == reason


def test_merged_stock_values_keep_what_the_row_leaves_out() -> None:
    stored = {**INHERITED, "min_qty": Decimal(-50)}
    assert merged_stock_values(stored, {"backorders": 1}) == {**stored, "backorders": 1}


def test_boxes_without_decimals_are_refused() -> None:
    with pytest.raises(RefusedRowError, match="is_decimal_divided: 1 needs is_qty_decimal 1"):
        merged_stock_values(
            {**INHERITED, "is_qty_decimal": True, "is_decimal_divided": True}, {"is_qty_decimal": False}
        )


@pytest.mark.parametrize(
    ("number", "name"), [(0, "sku"), (1, "min_qty"), (2, "column 3"), (3, "qty"), (4, "the row"), (None, "the row")]
)
def test_a_message_names_a_column_as_the_file_does_else_by_its_place(number: int | None, name: str) -> None:
    assert product_columns(["sku", "min_qty", "", "qty"]).named(number) == name


def test_a_column_by_one_name_is_no_twin() -> None:
    assert product_columns(["sku", "qty", "colour", "colour"]).twins == frozenset()
    assert product_columns(["sku", "min_qty", "out_of_stock_qty"]).twins == {"out_of_stock_qty"}


@pytest.mark.parametrize(
    ("boxes", "decimals", "is_refused"), [(True, True, False), (True, False, True), (False, False, False)]
)
def test_several_boxes_are_for_what_is_sold_in_decimals(*, boxes: bool, decimals: bool, is_refused: bool) -> None:
    given = {"is_decimal_divided": boxes, "is_qty_decimal": decimals}
    if is_refused:
        with pytest.raises(RefusedRowError, match="is_decimal_divided: 1 needs is_qty_decimal 1"):
            merged_stock_values(INHERITED, given)
    else:
        assert merged_stock_values(INHERITED, given) == {**INHERITED, **given}


def test_a_value_that_no_product_can_have_names_its_column_and_why() -> None:
    with pytest.raises(InvalidStockError) as refused:
        merged_stock_values(INHERITED, {"min_sale_qty": Decimal(-1)})
    assert (refused.value.column, refused.value.problem) == ("min_cart_qty", SettingProblem.NEGATIVE)
    assert str(refused.value) == "('min_cart_qty', 'NEGATIVE')"


@pytest.mark.parametrize(
    ("header", "cells", "sku"),
    [
        (["name", "sku"], ["Bag", "B"], "B"),
        (["name", "sku"], ["Bag"], ""),
        (["sku", "SKU"], ["", "B"], "B"),
        (["name", "sku", "SKU"], ["Bag"], ""),
    ],
)
def test_the_sku_of_a_row_that_ends_before_it_is_empty(header: list[str], cells: list[str], sku: str) -> None:
    columns = product_columns(header)
    assert columns.sku(cells) == columns.values(cells)[0].get("sku", "") == sku
