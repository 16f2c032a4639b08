"""The prices between which a configurable product lies follow its variants, whoever writes, and two at once."""

from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import PriceRange, Product
from catalog.models.product import ProductType
from tests.concurrency.race import race
from tests.examples import of_stories
from tests.factories.catalog import ProductFactory
from tests.factories.rolled_back import rolled_back

_KEPT = "SELECT product_id, lowest, highest FROM catalog_pricerange ORDER BY 1"
_MEANT = """
    SELECT product.id, coalesce(min(variant.price), product.price), coalesce(max(variant.price), product.price)
    FROM catalog_product AS product LEFT JOIN catalog_product AS variant ON variant.variant_of_id = product.id
    WHERE product.product_type = 'configurable' GROUP BY product.id ORDER BY 1
"""


def rows(text: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text)
        return list(cursor.fetchall())


def configurable(sku: str, *prices: int) -> Product:
    parent = ProductFactory.create(sku=sku, product_type=ProductType.CONFIGURABLE, price=Decimal(7))
    for number, price in enumerate(prices):
        ProductFactory.create(sku=f"{sku}-{number}", variant_of=parent, price=Decimal(price))
    return parent


acts = st.tuples(
    st.sampled_from(("price", "moved", "freed", "typed", "deleted", "parent deleted")),
    st.integers(0, 3),
    st.integers(0, 9),
)


@pytest.mark.django_db
@of_stories
@given(prices=st.lists(st.integers(0, 9), max_size=4), done=st.lists(acts, max_size=6))
def test_whatever_is_written_the_range_is_that_of_the_variants(
    prices: list[int], done: list[tuple[str, int, int]]
) -> None:
    with rolled_back():
        one, other = configurable("ONE", *prices), configurable("OTHER", 3)
        for act, number, price in done:
            variant = Product.objects.filter(sku=f"ONE-{number}")
            match act:
                case "price":
                    variant.update(price=price)
                case "moved":
                    variant.update(variant_of=Product.objects.filter(pk=other.pk).first())
                case "freed":
                    variant.update(variant_of=None)
                case "typed":
                    childless = Product.objects.filter(pk=other.pk, variants=None)
                    childless.update(product_type=ProductType.SIMPLE if number % 2 else ProductType.CONFIGURABLE)
                case "deleted":
                    variant.delete()
                case _:
                    Product.objects.filter(pk=one.pk).delete()
            assert rows(_KEPT) == rows(_MEANT)


@pytest.mark.django_db(transaction=True)
def test_two_who_change_a_variant_each_leave_the_range_of_both() -> None:
    configurable("ONE", 5, 5)

    def priced(sku: str, price: int) -> None:
        Product.objects.filter(sku=sku).update(price=price)

    for round_ in range(5):
        race([lambda r=round_: priced("ONE-0", 1 + r), lambda r=round_: priced("ONE-1", 90 + r)])  # type: ignore[misc]
        assert PriceRange.objects.values_list("lowest", "highest").get() == (1 + round_, 90 + round_)
