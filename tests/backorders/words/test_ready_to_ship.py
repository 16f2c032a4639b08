"""What is said of many orders that are shipped at once."""

from backorders.words.ready_to_ship import not_printed, partly_left, shipped_words


def test_one_and_many() -> None:
    assert shipped_words(1, 1) == "1 order has been shipped in 1 parcel."
    assert shipped_words(29, 30) == "29 orders have been shipped in 30 parcels."


def test_a_parcel_that_stayed_is_named_with_its_source_and_why() -> None:
    assert partly_left(["Berlin"], ["BAG: 2 asked, 1 on the shelf at Lyon."], source="Lyon") == (
        "What Berlin sends has left, the parcel of Lyon has not. BAG: 2 asked, 1 on the shelf at Lyon."
    )


def test_an_order_that_is_not_printed_is_named() -> None:
    assert not_printed("000000039").startswith("#000000039 is not printed: it has changed")
