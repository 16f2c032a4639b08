"""Which group an address shops in: by its letters, in any case."""

import pytest

from catalog.models import Customer, CustomerGroup
from catalog.queries.customer import group_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("email", "group"),
    [
        ("ada@example.org", "2"),
        (" ADA@example.ORG ", "2"),
        ("bo@example.org", "0"),
        ("ada@example.org.evil", "0"),
        ("", "0"),
        ("\0", "0"),
    ],
)
def test_a_group_is_found_by_the_address_in_any_letter_case(email: str, group: str) -> None:
    Customer.objects.create(email="Ada@example.org", group=CustomerGroup.objects.get(code="2"))
    Customer.objects.create(email="", group=CustomerGroup.objects.get(code="3"))
    assert group_of(email) == group
