"""Kept bounds only make a question quicker: what is missing is judged, what nobody needs is forgotten."""

import json
from decimal import Decimal

import pytest
from django.db import transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.actions import policy_class
from catalog.actions.configuration import save_configuration
from catalog.actions.policy_class import forget_policy_classes, keep_bounds, keep_bounds_in_force
from catalog.models import ConfigurationValue, JudgedPolicy, PolicyBounds, PolicyClass, StockItem
from catalog.queries.availability import missing_bounds
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.customer_group import ALL_GROUPS, NOT_LOGGED_IN
from catalog.rules.in_force import ConfiguredPolicy
from catalog.rules.product_setting import BACKORDERS, MIN_SALE_QTY, NOTIFY_STOCK_QTY
from catalog.rules.salable import ANY_FREE, NEVER
from tests.concurrency.race import race
from tests.factories.catalog import configure, product_with_stock

pytestmark = pytest.mark.django_db
INSTALLED = ConfiguredPolicy()


@pytest.fixture
def of_many_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy_class, "FEW_CLASSES", 1)


def missing(configured: ConfiguredPolicy = INSTALLED) -> int:
    return len(missing_bounds(configured)[1])


def test_what_is_kept_is_not_judged_again_and_what_is_new_is() -> None:
    product_with_stock(quantity=5)
    product_with_stock(quantity=5, min_qty=-3, backorders=1)
    assert missing() == 2
    assert [keep_bounds([INSTALLED]), keep_bounds([INSTALLED])] == [2, 0]
    assert missing() == 0
    product_with_stock(quantity=5, min_sale_qty=5, max_sale_qty=4)
    assert missing() == 1
    assert keep_bounds([INSTALLED]) == 1
    assert sorted(PolicyBounds.objects.values_list("buyable_from", flat=True)) == [Decimal(-2), 1, NEVER]


def test_each_policy_has_bounds_of_its_own() -> None:
    product_with_stock(quantity=5)
    backorders = ConfiguredPolicy(backorders=BackorderMode.ALLOW)
    keep_bounds([INSTALLED, backorders])
    assert sorted(PolicyBounds.objects.values_list("buyable_from", flat=True)) == [ANY_FREE, 1]
    assert missing(ConfiguredPolicy(min_qty=Decimal(3))) == 1


def test_the_notify_level_is_not_asked() -> None:
    product_with_stock(quantity=5)
    keep_bounds([INSTALLED])
    assert missing(ConfiguredPolicy(notify_stock_qty=Decimal(7))) == 0


@pytest.mark.usefixtures("of_many_classes")
def test_saving_the_configuration_keeps_the_bounds_of_each_customer_group() -> None:
    product_with_stock(quantity=5)
    product_with_stock(quantity=5, manage_stock=False)
    save_configuration({MIN_SALE_QTY.path: json.dumps({ALL_GROUPS: 1, NOT_LOGGED_IN: 5})}, by=None)
    found = ConfigurationValue.objects.in_force()
    assert [missing(found.configured_policy(group)) for group in (None, NOT_LOGGED_IN, "1")] == [0, 0, 0]
    assert JudgedPolicy.objects.count() == 2
    save_configuration({NOTIFY_STOCK_QTY.path: "8"}, by=None)
    assert keep_bounds_in_force() == 0


def test_nothing_is_kept_for_few_classes() -> None:
    product_with_stock(quantity=5)
    assert keep_bounds_in_force() == 0
    assert not JudgedPolicy.objects.exists()


def test_what_is_kept_is_read_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    product_with_stock(quantity=5)
    keep_bounds([INSTALLED])
    with django_assert_num_queries(1):
        assert missing_bounds(INSTALLED)[1] == {}


def test_what_nobody_needs_is_forgotten() -> None:
    product = product_with_stock(quantity=5, min_qty=-3, backorders=1)
    product_with_stock(quantity=5)
    keep_bounds([INSTALLED, ConfiguredPolicy(backorders=BackorderMode.ALLOW)])
    configure(BACKORDERS, 0)
    StockItem.objects.filter(product=product).delete()
    assert [forget_policy_classes(), forget_policy_classes()] == [1, 0]
    assert PolicyClass.objects.get().own == {}
    assert PolicyBounds.objects.count() == JudgedPolicy.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_class_that_somebody_is_about_to_name_stays() -> None:
    product = product_with_stock(quantity=5, min_qty=-3, backorders=1)
    StockItem.objects.filter(product=product).delete()
    with transaction.atomic():
        StockItem.objects.create(product=product, min_qty=-3, backorders=1)
        assert race([forget_policy_classes]) == [0]
    assert PolicyClass.objects.filter(own__min_qty=-3).exists()
    assert forget_policy_classes() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_keep_the_same_bounds_do_it_once() -> None:
    for least in range(1, 20):
        product_with_stock(quantity=5, min_sale_qty=least)
    race([lambda: keep_bounds([INSTALLED])] * 3)
    assert PolicyBounds.objects.count() == PolicyClass.objects.count() == 19
    assert missing() == 0
