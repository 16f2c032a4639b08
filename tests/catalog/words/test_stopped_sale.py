"""Why a product stopped being buyable, in words."""

from catalog.rules.stopped_sale import StopCause
from catalog.words.stopped_sale import stop_words


def test_each_cause_has_words_of_its_own_and_what_sold_out_says_by_what() -> None:
    told = [stop_words(cause, order_number="7", is_by_shelf=True) for cause in StopCause]
    assert told == [
        "Disabled",
        "At no source of the stock any more",
        "The least that may be bought is more than the most",
        "Every source is Out of Stock or disabled",
        "Sold out by order #7",
    ]
    assert stop_words(StopCause.TOO_FEW, is_by_shelf=True) == "Fewer units at its sources"
    assert stop_words(StopCause.TOO_FEW) == "A limit of sale or another setting was changed"
