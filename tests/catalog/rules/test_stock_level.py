"""What a stock level sums, and from what."""

from catalog.rules.stock_level import LevelColumn


def test_each_number_names_the_rows_behind_it() -> None:
    causes = {column: column.cause for column in LevelColumn}
    assert causes[LevelColumn.RESERVED] == "the ledger"
    assert causes[LevelColumn.SHARES] == "the links of stocks"
    assert causes[LevelColumn.ELSEWHERE] == "what the stocks have promised"
    assert causes[LevelColumn.IS_SOLD] == causes[LevelColumn.POLICY_CLASS] == "the product"
    shelf = (LevelColumn.ON_HAND, LevelColumn.SOURCES_IN_STOCK, LevelColumn.SOURCES_ASSIGNED)
    assert {causes[column] for column in shelf} == {"the source items"}
