"""A customer's group: set once, by one of two people, and written down."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from catalog.actions.customer import GroupChanged, set_customer_group
from catalog.models import Customer, CustomerGroup
from catalog.queries.customer import group_of
from catalog.rules.text import InvalidTextError

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


@pytest.fixture
def ben() -> User:
    return User.objects.create_user("ben")


def group(code: str) -> CustomerGroup:
    return CustomerGroup.objects.get(code=code)


def test_one_of_several_is_set_changed_and_taken_out_and_each_is_logged(ben: User) -> None:
    set_customer_group("bo@example.org", group=group("3"), shown="", by=ben)
    assert set_customer_group(EMAIL, group=group("2"), shown="", by=ben)
    assert set_customer_group("ADA@example.org", group=group("1"), shown="2", by=ben)
    assert group_of(EMAIL) == "1"
    assert set_customer_group(EMAIL, group=None, shown="1", by=ben)
    assert (group_of(EMAIL), group_of("bo@example.org")) == ("0", "3")
    said = [entry.change_message for entry in LogEntry.objects.filter(object_repr=EMAIL).order_by("pk")]
    assert said == ["Customer group: Wholesale.", "Customer group: General.", "Customer group: none."]


def test_what_came_twice_is_done_once(ben: User) -> None:
    assert set_customer_group(EMAIL, group=group("2"), shown="", by=ben)
    assert not set_customer_group(EMAIL, group=group("2"), shown="", by=ben)
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize(("shown", "words"), [("", "into Wholesale"), ("1", "into Wholesale")])
def test_who_saw_another_group_is_told_and_changes_nothing(ben: User, shown: str, words: str) -> None:
    set_customer_group(EMAIL, group=group("2"), shown="", by=ben)
    with pytest.raises(GroupChanged, match=words):
        set_customer_group(EMAIL, group=group("3"), shown=shown, by=ben)
    assert group_of(EMAIL) == "2"


def test_who_saw_a_group_that_is_gone_is_told(ben: User) -> None:
    with pytest.raises(GroupChanged, match="out of the group"):
        set_customer_group(EMAIL, group=group("3"), shown="2", by=ben)
    assert not Customer.objects.exists()


def test_an_address_that_no_column_holds_is_refused(ben: User) -> None:
    with pytest.raises(InvalidTextError):
        set_customer_group("x" * 300 + "@example.org", group=group("2"), shown="", by=ben)
