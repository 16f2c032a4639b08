"""What a visitor reads who leaves an address, and what staff read of it."""

from backorders.words.stock_alert import alert_status, asked_words


def test_the_answer_does_not_say_whether_the_address_was_there() -> None:
    assert asked_words("Bag").startswith(
        "Thank you. We have sent a mail to this address, unless it waits for Bag already."
    )


def test_staff_read_how_far_a_sign_up_has_come() -> None:
    states = [(False, False), (True, False), (True, True)]
    told = [alert_status(is_confirmed=confirmed, is_told=is_told) for confirmed, is_told in states]
    assert told == ["Not confirmed", "Waiting", "Told"]
