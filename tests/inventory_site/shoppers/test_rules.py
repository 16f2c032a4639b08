"""What an account is called, and what is mailed to an address for which somebody asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_site.shoppers.rules import NAME, Asked, Mailed, account_name, what_is_mailed

ADDRESS = st.one_of(st.emails(), st.text(min_size=1, max_size=300))


@given(ADDRESS)
def test_an_address_has_one_name_in_any_letter_case_that_is_a_user_name(email: str) -> None:
    name = account_name(email)
    assert NAME.fullmatch(name)
    assert account_name(f" {email.upper().lower()} ") == account_name(email.upper())


@given(ADDRESS, ADDRESS)
def test_two_addresses_have_two_names(one: str, other: str) -> None:
    is_same = one.strip().lower() == other.strip().lower()
    assert (account_name(one) == account_name(other)) == is_same


@pytest.mark.parametrize("asked", Asked)
@given(has_account=st.booleans(), is_active=st.booleans(), has_password=st.booleans())
def test_a_closed_account_is_never_mailed_and_a_strangers_address_only_what_it_can_begin_with(
    asked: Asked, *, has_account: bool, is_active: bool, has_password: bool
) -> None:
    told = what_is_mailed(asked, has_account=has_account, is_active=is_active, has_password=has_password)
    if has_account and not is_active:
        assert told is Mailed.NOTHING
    if not has_account:
        # Nobody is written to whose password a stranger forgot.
        assert (told is Mailed.NOTHING) == (asked is Asked.PASSWORD)
    if told in {Mailed.ANOTHER, Mailed.THERE_IS_ONE}:
        assert has_account
        assert has_password
