"""What staff read before they move a day."""

from datetime import date

from catalog.rules.moved_day import MovedCustomer, WhoIsTold
from catalog.words.moved_day import day_or_none, day_or_stock, will_be_told

THIRD, TWENTIETH = date(2026, 12, 3), date(2026, 12, 20)


def test_a_day_is_said_or_that_none_is_known_or_that_it_was_in_stock() -> None:
    assert [day_or_none(day) for day in (THIRD, None)] == ["Dec 3, 2026", "no date known yet"]
    assert [day_or_stock(day) for day in (THIRD, None)] == ["Dec 3, 2026", "in stock"]


def test_staff_read_who_will_be_told_the_first_ten_by_name() -> None:
    assert will_be_told(WhoIsTold()) == ""
    one = MovedCustomer("000000007", THIRD, TWENTIETH)
    assert will_be_told(WhoIsTold((one,))) == (
        "1 customer is told by e-mail that what they wait for comes later: #000000007 (Dec 3, 2026 to Dec 20, 2026)."
    )
    many = [MovedCustomer(f"{number:09}", None, None) for number in range(12)]
    said = will_be_told(WhoIsTold(tuple(many)))
    assert said.startswith(
        "12 customers are told by e-mail that what they wait for comes later: #000000000 (in stock to"
    )
    assert said.endswith("#000000009 (in stock to no date known yet) and 2 other customers.")
