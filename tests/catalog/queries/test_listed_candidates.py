"""How many products departments narrow to; what is read of them is compared with the rules in `test_listed_rows.py`."""

import pytest

from catalog.models import Category
from catalog.queries.listed_candidates import is_few
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("most", "expected"), [(2, False), (3, True), (9, True)])
def test_departments_are_small_up_to_a_number_of_products(most: int, *, expected: bool) -> None:
    bags, hats = (Category.objects.create(path=path, name=path, slug=path.lower()) for path in ("Bags", "Hats"))
    bags.products.set(ProductFactory.create_batch(2))
    hats.products.set(ProductFactory.create_batch(1))
    assert is_few((bags.pk, hats.pk), most) is expected
