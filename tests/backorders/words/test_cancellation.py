"""Who did something from an order's own page, and why a member of staff may not."""

from backorders.words.cancellation import beyond_rights, through_link


def test_what_is_done_through_the_link_is_the_shoppers_or_that_of_staff_by_name() -> None:
    assert through_link("Canceled", "") == "Canceled by the shopper, through the order's link."
    told = "Canceled by Sam Hill, signed in as staff, through the order's link."
    assert through_link("Canceled", "Sam Hill") == told


def test_staff_are_told_which_right_is_missing_and_what_to_do_about_an_order_of_their_own() -> None:
    told = beyond_rights("Sam Hill", "cancel orders")
    assert told.startswith("You are signed in as Sam Hill, whose role may not cancel orders. ")
    assert "not signed in as staff" in told
