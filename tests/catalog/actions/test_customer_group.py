"""A customer group gets its code once, and goes while neither a minimum nor a customer names it."""

import pytest

from catalog.actions.customer_group import CustomerGroupNotDeletable, delete_customer_group, save_customer_group
from catalog.models import Customer, CustomerGroup
from catalog.rules.product_setting import MIN_SALE_QTY
from tests.factories.catalog import configure

pytestmark = pytest.mark.django_db


def saved(name: str) -> CustomerGroup:
    group = CustomerGroup(name=name)
    save_customer_group(group)
    return group


def test_a_code_follows_the_highest_and_never_changes() -> None:
    first, second = saved("Club"), saved("Staff")
    assert [first.code, second.code] == ["4", "5"]
    first.name = "Members"
    save_customer_group(first)
    assert CustomerGroup.objects.get(code="4").name == "Members"


def test_a_group_that_something_counts_on_stays() -> None:
    club, staff, free = saved("Club"), saved("Staff"), saved("Free")
    configure(MIN_SALE_QTY, f'{{"{club.code}": 3}}')
    Customer.objects.create(email="ada@example.org", group=staff)
    permanent = CustomerGroup.objects.get(code="0")
    for group, why in ((permanent, "every shop has"), (club, "minimum quantity"), (staff, "has customers")):
        with pytest.raises(CustomerGroupNotDeletable, match=why):
            delete_customer_group(group)
    delete_customer_group(free)
    assert {group.name for group in (club, staff, permanent)} <= set(
        CustomerGroup.objects.values_list("name", flat=True)
    )
    assert not CustomerGroup.objects.filter(name="Free").exists()
