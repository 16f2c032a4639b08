import pytest

from catalog.rules.configuration import LOW_STOCK_RECIPIENTS
from catalog.rules.email_addresses import NotAnAddressError, email_addresses
from catalog.rules.setting import InvalidSettingError


def test_addresses_are_read_one_a_line_or_separated_by_commas() -> None:
    typed = " ann@example.org,\r\nbo+stock@shop.example.org ; ANN@example.org\n\n"
    assert email_addresses(typed) == ("ann@example.org", "bo+stock@shop.example.org")


@pytest.mark.parametrize("typed", ["ann", "ann@", "@example.org", "ann@example", "a b@example.org", "ann@example..org"])
def test_what_is_no_address_is_named(typed: str) -> None:
    with pytest.raises(NotAnAddressError) as refused:
        email_addresses(f"ok@example.org, {typed}")
    assert str(refused.value) == typed


def test_nobody_is_a_value_of_the_setting() -> None:
    assert LOW_STOCK_RECIPIENTS.clean(" \n ") == ""
    assert LOW_STOCK_RECIPIENTS.clean("a@example.org\nb@example.org") == "a@example.org, b@example.org"
    with pytest.raises(InvalidSettingError, match="“ann” is no e-mail address"):
        LOW_STOCK_RECIPIENTS.clean("ann")


def test_a_very_long_text_is_judged_at_once() -> None:
    with pytest.raises(NotAnAddressError):
        email_addresses("a@" + "a" * 100_000)
