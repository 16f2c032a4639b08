"""Two superusers who take the right from each other at the same instant: one of them stays."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from inventory_site.login.staff_accounts import CannotLeave, make_inactive
from tests.concurrency.race import race

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def attempt(act: Callable[[], object]) -> Callable[[], bool]:
    def attempted() -> bool:
        try:
            act()
        except (CannotLeave, IntegrityError):
            return False
        return True

    return attempted


@pytest.mark.parametrize("way", ["action", "shell"])
def test_two_superusers_cannot_end_each_other(way: str) -> None:
    ada, ben = (User.objects.create_superuser(name, password="x") for name in ("ada", "ben"))

    def ending(person: User, by: User) -> Callable[[], bool]:
        if way == "action":
            return attempt(lambda: make_inactive(user=person, by=by))
        return attempt(lambda: User.objects.filter(pk=person.pk).update(is_superuser=False))

    for _ in range(ROUNDS):
        assert sorted(race([ending(ada, ben), ending(ben, ada)])) == [False, True]
        assert User.objects.filter(is_active=True, is_superuser=True).count() == 1
        User.objects.update(is_active=True, is_superuser=True)
