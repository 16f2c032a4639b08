"""Rule, model method and SQL twin agree on what a website sells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Product
from catalog.models.product import ProductType, Visibility
from catalog.queries.salable import for_sale, with_for_sale
from catalog.rules.salable import OnWebsite, is_for_sale
from tests.examples import of_shops
from tests.factories.catalog import ProductFactory, WebsiteFactory, default_website
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db

standings = st.builds(OnWebsite, is_enabled=st.booleans(), is_listed=st.booleans())
# A product, and what it is a variant of (None: of none).
plans = st.lists(
    st.tuples(standings, st.none() | standings, st.sampled_from(Visibility.values)), min_size=3, max_size=8
)


def made(standing: OnWebsite, **fields: object) -> Product:
    """Return a product that stands so to the Main Website, and is listed on another one all the same."""
    websites = [WebsiteFactory.create(), *([default_website()] if standing.is_listed else [])]
    return ProductFactory.create(is_enabled=standing.is_enabled, websites=websites, **fields)


@of_shops
@given(plans)
def test_for_sale_is_the_same_by_rule_by_model_and_in_sql(
    plan: list[tuple[OnWebsite, OnWebsite | None, str]],
) -> None:
    with rolled_back():
        products, by_rule = [], []
        for standing, configurable, visibility in plan:
            parent = None if configurable is None else made(configurable, product_type=ProductType.CONFIGURABLE)
            products.append(made(standing, variant_of=parent, visibility=visibility))
            by_rule.append(is_for_sale(standing, configurable))
        website, ids = default_website(), [product.pk for product in products]
        annotated = with_for_sale(Product.objects.all(), website.pk).in_bulk(ids)
        filtered = set(Product.objects.filter(for_sale(website.pk), pk__in=ids).values_list("pk", flat=True))
        assert [product.is_sold_on(website) for product in products] == by_rule
        assert [annotated[pk].is_for_sale for pk in ids] == by_rule
        assert [pk in filtered for pk in ids] == by_rule
