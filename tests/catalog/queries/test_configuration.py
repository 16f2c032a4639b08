"""Which values are a scope's own, which stand below it, and what typed texts would be stored."""

import pytest
from pytest_django import DjangoAssertNumQueries

from catalog.models import CustomerGroup, StoreView
from catalog.queries.configuration import (
    InvalidConfigurationError,
    cleaned_values,
    narrower_values,
    own_values,
    websites_with_views,
)
from catalog.rules.configuration import DISPLAY_STOCK_STATUS
from catalog.rules.configuration import ONLY_X_LEFT_THRESHOLD as LEFT
from catalog.rules.product_setting import MANAGE_STOCK, MAX_SALE_QTY, MIN_SALE_QTY
from catalog.rules.scope import Scope
from tests.factories.catalog import StoreViewFactory, WebsiteFactory, configure, default_website

pytestmark = pytest.mark.django_db
SHOWN = DISPLAY_STOCK_STATUS


def test_narrower_values_are_those_below_and_none_of_another_website() -> None:
    ours, other = WebsiteFactory.create(name="Ours"), WebsiteFactory.create(name="Other")
    view = StoreViewFactory.create(website=ours, name="German")
    for website in (ours, other):
        configure(LEFT, 5, website)
    configure(LEFT, 5)
    configure(SHOWN, 0, ours)
    for each in (view, StoreViewFactory.create(website=other, name="French")):
        configure(SHOWN, 0, store_view=each)
    assert narrower_values() == {LEFT.path: ["Other", "Ours"], SHOWN.path: ["Ours", "French", "German"]}
    assert narrower_values(website=ours) == {SHOWN.path: ["German"]}
    assert narrower_values(website=ours, store_view=view) == {}


def test_own_values_are_those_of_the_scope_alone() -> None:
    ours, other = WebsiteFactory.create(), WebsiteFactory.create()
    view = StoreViewFactory.create(website=ours)
    configure(LEFT, 1)
    configure(LEFT, 2, ours)
    configure(LEFT, 3, other)
    configure(SHOWN, 0, store_view=view)
    assert own_values() == {LEFT.path: "1"}
    assert own_values(website=ours) == {LEFT.path: "2"}
    assert own_values(website=ours, store_view=view) == {SHOWN.path: "0"}


def test_what_is_not_declared_or_not_of_the_scope_is_left_out() -> None:
    typed = {"no/such/setting": "1", MANAGE_STOCK.path: "0", LEFT.path: " 5 ", SHOWN.path: None}
    assert cleaned_values(typed, scope=Scope.DEFAULT) == {MANAGE_STOCK.path: "0", LEFT.path: "5", SHOWN.path: None}
    assert cleaned_values(typed, scope=Scope.WEBSITE) == {LEFT.path: "5", SHOWN.path: None}
    assert cleaned_values(typed, scope=Scope.STORE_VIEW) == {SHOWN.path: None}


def test_every_field_in_error_is_named() -> None:
    with pytest.raises(InvalidConfigurationError) as refused:
        cleaned_values({MAX_SALE_QTY.path: "-1", MANAGE_STOCK.path: "maybe", LEFT.path: "1"}, scope=Scope.DEFAULT)
    assert refused.value.errors.keys() == {MAX_SALE_QTY.path, MANAGE_STOCK.path}


def test_a_minimum_is_for_a_customer_group_that_exists() -> None:
    CustomerGroup.objects.get_or_create(code="77", defaults={"name": "Club"})
    typed = '{"32000": 1, "77": 4}'
    assert cleaned_values({MIN_SALE_QTY.path: typed}, scope=Scope.DEFAULT).keys() == {MIN_SALE_QTY.path}
    assert cleaned_values({MIN_SALE_QTY.path: "3"}, scope=Scope.DEFAULT) == {MIN_SALE_QTY.path: "3"}
    with pytest.raises(InvalidConfigurationError, match="group that exists"):
        cleaned_values({MIN_SALE_QTY.path: '{"78": 4}'}, scope=Scope.DEFAULT)


def test_websites_come_with_their_views_the_default_ones_first(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ours = WebsiteFactory.create(name="A website")
    StoreView.objects.update(is_default=False)
    for name, default in (("B", False), ("A", False), ("Z", True)):
        StoreViewFactory.create(website=ours, name=name, is_default=default)
    with django_assert_num_queries(2):
        found = [(each.name, [view.name for view in each.store_views.all()]) for each in websites_with_views()]
    assert found[0][0] == default_website().name
    assert found[1] == ("A website", ["Z", "A", "B"])


def test_own_values_of_a_store_view_are_none_of_another() -> None:
    website = WebsiteFactory.create()
    german, french = (StoreViewFactory.create(website=website, name=name) for name in ("German", "French"))
    configure(SHOWN, 0, store_view=german)
    assert own_values(store_view=german) == {SHOWN.path: "0"}
    assert own_values(store_view=french) == {}
