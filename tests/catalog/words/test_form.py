"""What people are told when a form was saved, or would delete something."""

from decimal import Decimal

from catalog.rules.held_units import HeldUnits
from catalog.rules.shown_form import RowsShown
from catalog.words.form import changed_words, held_in_words, lost_words, variants_in_words


def test_rows_that_changed_are_counted_with_those_that_came() -> None:
    assert [changed_words(1, 3, "source"), changed_words(0, 1, "source"), changed_words(0, 0, "source")] == [
        "1 of 3 sources changed.",
        "0 of 1 source changed.",
        "",
    ]


def test_lost_rows_and_strange_ones_are_two_sentences() -> None:
    assert "2 of its 3 rows came in" in lost_words(RowsShown(shown=3, lost=1, strange=0))
    assert "it brought 2 more rows than it shows" in lost_words(RowsShown(shown=3, lost=0, strange=2))


def test_what_is_held_is_said_in_the_number_of_what_holds_it() -> None:
    one = HeldUnits(1, Decimal(1), (("USD", Decimal("12.00")),))
    many = HeldUnits(1200, Decimal("2.5"), (("EUR", Decimal("3.00")), ("USD", Decimal("12.00"))))
    assert held_in_words(one, products=1) == "1 open order holds 1 unit of this product, worth USD 12.00."
    assert (
        held_in_words(many, products=2)
        == "1,200 open orders hold 2.5 units of these products, worth EUR 3.00 and USD 12.00."
    )
    assert held_in_words(HeldUnits(), products=1) == ""


def test_variants_that_stay_are_said_where_there_are_any() -> None:
    assert variants_in_words(0) == ""
    assert variants_in_words(1).startswith("1 variant stays as a simple product with its stock.")
    assert variants_in_words(1200).startswith("1,200 variants stay as simple products with their stock.")
