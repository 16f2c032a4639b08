import pytest

from catalog.rules.product_row_columns import InvalidHeaderError, column_names, columns_not_imported


def test_columns_go_by_both_names() -> None:
    header = ["SKU ", "min_qty", "backorders", "min_sale_qty", "max_sale_qty", "notify_stock_qty"]
    assert column_names(header) == (
        "sku",
        "out_of_stock_qty",
        "allow_backorders",
        "min_cart_qty",
        "max_cart_qty",
        "notify_on_stock_below",
    )


def test_header_without_sku_is_refused_and_shown() -> None:
    with pytest.raises(InvalidHeaderError, match=r"no column “sku” \(it starts with: sku;qty\)"):
        column_names(["sku;qty"])


@pytest.mark.parametrize("header", [["sku", "qty", "qty"], ["sku", "min_qty", "out_of_stock_qty"]])
def test_column_that_stands_twice_is_refused(header: list[str]) -> None:
    with pytest.raises(InvalidHeaderError, match="twice"):
        column_names(header)


def test_columns_that_nothing_reads_are_named() -> None:
    assert columns_not_imported(column_names(["sku", "allow_backorder", "", "color"])) == ("allow_backorder", "color")
