"""Whom a count leaves short, in words."""

from decimal import Decimal

from catalog.words.promised import NAMED, Promised, promised_in_words, promised_of_many, promised_of_one


def promised(units: str, owed: str, *, stock: str = "", sku: str = "BAG") -> Promised:
    return Promised(sku, stock, promised=Decimal(units), owed=Decimal(owed))


def test_one_unit_is_and_others_are() -> None:
    assert promised_in_words(promised("3", "1")) == "3 are promised, 1 is owed now"
    assert promised_in_words(promised("1", "0.5")) == "1 is promised, 0.5 are owed now"


def test_a_product_that_is_named_beside_them_says_its_stocks_where_there_are_several() -> None:
    assert promised_of_one([promised("3", "1")]) == "3 are promised, 1 is owed now."
    both = [promised("3", "1", stock="Main"), promised("2", "2", stock="Europe")]
    assert promised_of_one(both) == "Main: 3 are promised, 1 is owed now. Europe: 2 are promised, 2 are owed now."
    assert promised_of_one([]) == ""


def test_of_many_products_the_first_are_named_and_the_others_counted() -> None:
    found = [promised("2", "1", stock="Main" if number else "", sku=f"S{number}") for number in range(NAMED + 2)]
    told = promised_of_many(found)
    assert told.startswith("S0: 2 are promised, 1 is owed now; S1 in Main: 2 are promised, 1 is owed now; ")
    assert told.endswith(" and 2 more.")
    assert promised_of_many([]) == ""
