"""What is said of parcels that are handed over, or undone."""

from decimal import Decimal

from backorders.rules.handover import NotUndone
from backorders.words.handover import undone_words, why_not_undone


def test_the_history_tells_each_part_that_there_is() -> None:
    words = undone_words(
        "000000007",
        source="Berlin",
        back=[("BAG", Decimal(2))],
        gone=[("CAP", Decimal(1))],
        stay=[("BAG", Decimal(3))],
        reason="Wrong box",
        mail="",
    )
    assert words == (
        "Undid shipment #000000007: 2 of BAG went back to Berlin and to the order. 1 of CAP went back to the order alone: the "
        "product was deleted. 3 of BAG had been refunded, and stayed as they were. Reason: Wrong box"
    )


def test_each_reason_names_the_shipment() -> None:
    assert all("#000000007" in why_not_undone(reason, "000000007") for reason in NotUndone)
