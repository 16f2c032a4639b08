import pytest

from catalog.rules.product_row_columns import InvalidHeaderError, product_columns


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
    with pytest.raises(InvalidHeaderError, match=r"no column “sku” \(it starts with: sku;qty\).* separated by comma"):
        product_columns(["sku;qty"])


@pytest.mark.parametrize(
    ("cells", "quantity"), [(["A", "5", ""], "5"), (["A", "", "5"], "5"), (["A", "5", " 5"], "5"), (["A"], None)]
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
