"""The address of an account: one for each, that of its last checkout, without what no column holds."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from backorders.actions.save_address import forget_address, save_address
from backorders.models import SavedAddress
from catalog.rules.text import InvalidTextError
from tests.backorders.checkout_data import HOME

pytestmark = pytest.mark.django_db


def test_the_last_address_takes_the_place_of_the_one_before_and_of_nobody_elses() -> None:
    ada, bob = (User.objects.create_user(name) for name in ("ada", "bob"))
    save_address(user=bob, customer_name="Bob", address=HOME)
    for street in ("Kaistr. 1", "Kaistr. 2", "Kaistr. 2"):
        save_address(user=ada, customer_name="Ada", address=replace(HOME, street=street))
    kept = SavedAddress.objects.order_by("pk").values_list("user__username", "street", "city")
    assert list(kept) == [("bob", HOME.street, HOME.city), ("ada", "Kaistr. 2", HOME.city)]
    for _ in range(2):
        forget_address(user=ada)
    assert SavedAddress.objects.get().user == bob


@pytest.mark.parametrize("name", ["x" * 201, "a\0b"])
def test_a_name_that_no_column_holds_is_refused(name: str) -> None:
    with pytest.raises(InvalidTextError):
        save_address(user=User.objects.create_user("ada"), customer_name=name, address=HOME)
    assert not SavedAddress.objects.exists()
