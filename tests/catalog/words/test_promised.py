"""Whom a count leaves short is said in one sentence, however many they are."""

from decimal import Decimal

from catalog.words.promised import NAMED, Promised, promised_in_words, promised_of_many, promised_of_one


def owing(sku: str = "BAG", in_stock: str = "", promised: int = 3, owed: int = 1) -> Promised:
    return Promised(sku, in_stock, Decimal(promised), Decimal(owed))


def test_one_is_and_several_are() -> None:
    assert promised_in_words(owing()) == "3 are promised, 1 is owed now"
    assert promised_in_words(owing(promised=1, owed=2)) == "1 is promised, 2 are owed now"


def test_a_stock_is_named_where_the_product_stands_in_several() -> None:
    found = [owing(in_stock="Berlin"), owing(in_stock="Paris", owed=2)]
    assert promised_of_one(found) == "Berlin: 3 are promised, 1 is owed now. Paris: 3 are promised, 2 are owed now."
    assert promised_of_many(found[:1]) == "BAG in Berlin: 3 are promised, 1 is owed now."


def test_nobody_is_left_short_without_a_word() -> None:
    assert (promised_of_one([]), promised_of_many([])) == ("", "")


def test_of_many_products_the_first_are_named_and_the_others_counted() -> None:
    said = promised_of_many([owing(f"BAG-{number}") for number in range(NAMED + 2)])
    assert said.endswith("BAG-4: 3 are promised, 1 is owed now and 2 more.")
