"""The departments at the top are those that stand in no other that is there; a website lists those that it sells of."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Category, Product
from catalog.models.product import ProductType, Visibility
from catalog.storefront.departments import Department, Departments
from tests.factories.catalog import (
    ProductFactory,
    SourceFactory,
    StockFactory,
    StoreViewFactory,
    WebsiteFactory,
    default_website,
    product_with_stock,
)
from tests.page_text import page_text

PATHS = st.sets(st.lists(st.sampled_from(("Men", "Tops", "Men 2")), min_size=1, max_size=4).map("/".join), max_size=9)


@given(PATHS)
def test_at_the_top_is_what_stands_in_no_other(paths: set[str]) -> None:
    tree = Departments(tuple(Department(pk, path, path, str(pk)) for pk, path in enumerate(sorted(paths))))
    assert tree.top == tuple(row for row in tree.rows if not tree.above(row))


def department(path: str, *products: Product) -> Category:
    made = Category.objects.create(
        path=path, name=path.rpartition("/")[2], slug=path.lower().translate({47: "-", 32: "-"})
    )
    made.products.set(products)
    return made


@pytest.mark.django_db
def test_a_website_lists_the_departments_that_it_sells_of(client: Client) -> None:
    europe = WebsiteFactory.create()
    StoreViewFactory.create(website=europe, host="eu.localhost")
    StockFactory.create(sources=[SourceFactory.create()], website=europe)
    both = [europe, default_website()]
    department("Men")
    # Sold out is sold: it comes back.
    department("Men/Tops", product_with_stock(websites=both))
    department("Men/Shoes", product_with_stock(quantity=5))
    department("Women", product_with_stock(websites=both, is_enabled=False))
    department("Kids", product_with_stock(websites=both, visibility=Visibility.SEARCH))
    jacket = ProductFactory.create(product_type=ProductType.CONFIGURABLE)
    department("Home", product_with_stock(websites=both, variant_of=jacket))
    pages = {
        host: [client.get(address, headers={"host": host}).content.decode() for address in ("/", "/category/men/")]
        for host in ("localhost", "eu.localhost")
    }
    for host, named in (("localhost", {"men", "home"}), ("eu.localhost", {"men"})):
        for page in pages[host]:
            assert {slug for slug in ("men", "women", "kids", "home") if f"/category/{slug}/" in page} == named
    assert ["/category/men-shoes/" in pages[host][1] for host in pages] == [True, False]
    told = client.get("/sitemap-listings.xml", headers={"host": "eu.localhost"}).content.decode()
    assert ("/category/men/" in told, "/category/men-shoes/" in told) == (True, False)
    empty = client.get("/category/men-shoes/", headers={"host": "eu.localhost"})
    assert "This shop sells nothing of this department." in page_text(empty)
    gone = client.get("/category/men-tops/", headers={"host": "eu.localhost"})
    assert "Everything in this department is sold" in page_text(gone)


@pytest.mark.django_db
def test_departments_are_asked_for_once_however_many(
    client: Client, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    department("Men", product_with_stock(quantity=1))
    client.get("/")
    for more in (0, 30):
        for number in range(more):
            department(f"Department {number}", product_with_stock(quantity=1))
        with django_assert_num_queries(6):
            client.get("/")
