"""What is listed, and in which order, is what the rules say of each product on its own, however little is looked at at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product as combinations
from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Category, Product, Stock
from catalog.models.product import ProductType, Visibility
from catalog.queries import listing
from catalog.queries.listing import Sort, product_listing
from catalog.queries.salable import for_sale
from catalog.rules import configuration as declared
from catalog.rules.availability import AvailabilityStatus
from catalog.storefront.current_store import CurrentStore, current_store
from catalog.storefront.offers import Offer, offers
from tests.examples import of_shops
from tests.factories.catalog import ProductFactory, WebsiteFactory, configure, default_website, product_with_stock
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Plan:
    """A product, or a variant: `level` is units, or None: on backorder."""

    price: int
    level: int | None
    is_enabled: bool = True
    is_sold: bool = True
    is_listed: bool = True
    in_department: bool = True
    variants: tuple["Plan", ...] | None = None


plans = st.builds(
    Plan,
    price=st.integers(0, 3),
    level=st.sampled_from((0, 0, 5, None)),
    is_enabled=st.sampled_from((True, True, False)),
    is_sold=st.sampled_from((True, True, False)),
)
products = st.builds(
    Plan,
    price=st.integers(0, 3),
    level=st.sampled_from((0, 5, None)),
    is_enabled=st.sampled_from((True, True, True, False)),
    is_sold=st.sampled_from((True, True, True, False)),
    is_listed=st.sampled_from((True, True, True, False)),
    in_department=st.booleans(),
    variants=st.none() | st.lists(plans, max_size=3).map(tuple),
)


def made(plan: Plan, place: int, parent: Product | None = None) -> Product:
    fields: dict[str, Any] = {
        "name": f"Bag {-place % 5}",
        "price": Decimal(plan.price),
        "is_enabled": plan.is_enabled,
        "variant_of": parent,
        "visibility": Visibility.BOTH if plan.is_listed and parent is None else Visibility.NOT_VISIBLE,
        "websites": [default_website()] if plan.is_sold else [WebsiteFactory.create()],
    }
    if plan.variants is None:
        fields |= {"backorders": 1} if plan.level is None else {}
        return product_with_stock(quantity=plan.level or 0, **fields)
    product = ProductFactory.create(product_type=ProductType.CONFIGURABLE, **fields)
    for number, variant in enumerate(plan.variants):
        made(variant, number, product)
    return product


def told(offer: Offer, status: AvailabilityStatus | None, *, shows_all: bool) -> bool:
    return offer.availability.status is status if status else shows_all or offer.availability.can_be_bought


def price(offer: Offer) -> Decimal:
    """Return what the card names; nobody can say of what has no variant to offer, which stands where the cheapest would."""
    if offer.product.product_type == ProductType.CONFIGURABLE and not offer.variants:
        return offer.product.price_range.lowest
    return offer.prices[0]


def in_order(found: Sequence[Offer], sort: Sort) -> list[int]:
    keys = {
        Sort.BEST: lambda offer: (offer.product.pk,),
        Sort.FEATURED: lambda offer: (offer.product.pk,),
        Sort.NEWEST: lambda offer: (-offer.product.created_at.timestamp(), -offer.product.pk),
        Sort.NAME: lambda offer: (offer.product.name, offer.product.pk),
        Sort.PRICE: lambda offer: (price(offer), offer.product.pk),
        Sort.PRICE_DOWN: lambda offer: (-price(offer), -offer.product.pk),
    }
    return [offer.product.pk for offer in sorted(found, key=keys[sort])]


def open_shop(shop: Sequence[Plan], bags: Category) -> CurrentStore:
    for place, plan in enumerate(shop):
        product = made(plan, place)
        if plan.in_department:
            product.categories.add(bags)
    request = RequestFactory().get("/")
    request.session, request.user = {}, type("Nobody", (), {"is_authenticated": False})()  # type: ignore[assignment]
    return current_store(request)


QUESTIONS = tuple(
    combinations(
        ((False, None), (True, None), (False, "bag")),
        Sort,
        (None, AvailabilityStatus.IN_STOCK, AvailabilityStatus.ON_BACKORDER),
    )
)


@pytest.mark.parametrize(("looked_at", "few", "named"), [(1, 0, 0), (5_000, 0, 100_000), (1, 10_000, 100_000)])
@of_shops
@given(shop=st.lists(products, max_size=7), shows_all=st.booleans(), needed=st.integers(1, 4))
def test_a_listing_is_what_the_rules_say_of_each_product(
    shop: list[Plan],
    needed: int,
    few: int,
    looked_at: int,
    named: int,
    monkeypatch: pytest.MonkeyPatch,
    *,
    shows_all: bool,
) -> None:
    numbers = dict.fromkeys(("NAMED_FIRST", "NAMED_FURTHER", "NAMED_WORDS", "NAMED_KEYS"), named)
    numbers |= {"LOOKED_AT": looked_at, "FURTHER": 2, "FEW_OF_STATUS": few, "FEW_FOUND": few}
    for name, number in numbers.items():
        monkeypatch.setattr(listing, name, number)
    with rolled_back():
        configure(declared.SHOW_OUT_OF_STOCK, int(shows_all))
        bags = Category.objects.create(path="Bags", name="Bags", slug="bags")
        store = open_shop(shop, bags)
        rows = Product.objects.filter(for_sale(store.website.pk), visibility=Visibility.BOTH).order_by("pk")
        every = offers(list(rows.select_related("variant_of")), store)
        for (inside, words), sort, status in QUESTIONS:
            found = product_listing(
                website=store.website,
                stock=Stock.objects.default(),
                configuration=store.configuration,
                group=store.group,
                categories=[bags.pk] if inside else None,
                words=words,
                sort=sort,
                status=status,
            ).first(needed, counted=4)
            shown = [offer for offer in every if told(offer, status, shows_all=shows_all)]
            wanted = in_order([each for each in shown if not inside or each.product.categories.exists()], sort)
            assert found.ids == wanted[: len(found.ids)]
            assert len(found.ids) >= min(needed, len(wanted))
            assert found.is_all is (found.ids == wanted) or looked_at == 1
            assert found.ids == wanted or not found.is_all
