"""Which fields a change of a row touched."""

from catalog.rules.history import changed_fields


def test_fields_that_differ_are_named_in_the_order_of_the_newer_row() -> None:
    assert changed_fields({"a": 1, "b": 2, "c": 3}, {"c": 4, "b": 2, "a": 0}) == ("c", "a")


def test_a_field_that_was_not_there_before_differs_unless_it_is_empty() -> None:
    assert changed_fields({}, {"a": 1, "b": None}) == ("a",)
