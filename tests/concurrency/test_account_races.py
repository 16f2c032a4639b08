"""An account that is asked for twice at once is one, and an address that two accounts confirm at once is of one of them."""

from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User

from inventory_site.shoppers.accounts import confirm, make_account
from tests.concurrency.race import race

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def test_two_workers_that_make_an_account_make_one() -> None:
    for number in range(ROUNDS):
        made = race(
            [partial(make_account, f"Ada{number}@example.org"), partial(make_account, f"ada{number}@example.org")]
        )
        assert len({getattr(user, "pk", None) for user in made}) == 1
    assert (User.objects.count(), EmailAddress.objects.count()) == (ROUNDS, ROUNDS)


def test_an_address_is_confirmed_for_one_of_two_accounts() -> None:
    for number in range(ROUNDS):
        two = [User.objects.create_user(f"{name}{number}", f"ada{number}@example.org") for name in ("first", "second")]
        assert sorted(race([partial(confirm, user) for user in two])) == [False, True]
    assert EmailAddress.objects.filter(verified=True).count() == ROUNDS
