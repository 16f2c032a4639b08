import threading
from collections.abc import Mapping

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection, transaction

from catalog.actions.configuration import save_configuration
from catalog.models import ConfigurationValue
from catalog.queries.configuration import InvalidConfigurationError
from catalog.rules.configuration import DISPLAY_STOCK_STATUS
from catalog.rules.product_setting import BACKORDERS, MAX_SALE_QTY, MIN_QTY, MIN_SALE_QTY
from tests.factories.catalog import StoreViewFactory, WebsiteFactory, configure

pytestmark = pytest.mark.django_db


def stored() -> dict[str, str]:
    return dict(ConfigurationValue.objects.values_list("path", "value"))


def refusal(values: Mapping[str, str | None]) -> dict[str, str]:
    before = stored()
    with pytest.raises(InvalidConfigurationError) as refused:
        save_configuration(values, by=None)
    assert stored() == before
    return refused.value.errors


def test_own_values_are_stored_cleaned() -> None:
    changed = save_configuration({BACKORDERS.path: "2", MIN_QTY.path: " -50.00 "}, by=None)
    assert stored() == {BACKORDERS.path: "2", MIN_QTY.path: "-50"}
    assert changed == {BACKORDERS.path, MIN_QTY.path}


def test_own_value_equal_to_the_default_is_stored() -> None:
    save_configuration({MIN_QTY.path: MIN_QTY.default}, by=None)
    assert stored() == {MIN_QTY.path: "0"}


def test_use_system_value_deletes_the_row() -> None:
    configure(MIN_QTY, -50)
    configure(BACKORDERS, 1)
    assert save_configuration({MIN_QTY.path: None, MAX_SALE_QTY.path: None}, by=None) == {MIN_QTY.path}
    assert stored() == {BACKORDERS.path: "1"}


def test_value_stored_already_is_no_change() -> None:
    configure(MIN_QTY, -50)
    assert save_configuration({MIN_QTY.path: "-50.0"}, by=None) == frozenset()
    assert stored() == {MIN_QTY.path: "-50"}


def test_path_that_is_not_given_keeps_its_value() -> None:
    configure(MIN_QTY, -50)
    save_configuration({BACKORDERS.path: "1"}, by=None)
    assert stored() == {MIN_QTY.path: "-50", BACKORDERS.path: "1"}


def test_path_that_is_not_declared_is_not_stored() -> None:
    assert save_configuration({"cataloginventory/options/forged": "1", "": "1"}, by=None) == frozenset()
    assert stored() == {}


def test_bad_values_are_all_named_and_the_good_one_is_not_saved() -> None:
    configure(MIN_QTY, -50)
    assert refusal({MIN_QTY.path: "0", BACKORDERS.path: "3", MAX_SALE_QTY.path: "-1"}) == {
        BACKORDERS.path: "Please select an option.",
        MAX_SALE_QTY.path: "Please enter a number of 0 or more in this field.",
    }


def test_minimums_are_stored_as_the_reference_stores_them() -> None:
    save_configuration({MIN_SALE_QTY.path: '{"32000": "2", "2": "5.50"}'}, by=None)
    assert stored() == {MIN_SALE_QTY.path: '{"32000": 2, "2": 5.5}'}
    save_configuration({MIN_SALE_QTY.path: '{"32000": "3"}'}, by=None)
    assert stored() == {MIN_SALE_QTY.path: "3"}


@pytest.mark.parametrize(
    "typed", ['{"2": 5, "2": 6}', '{"2": ""}', '{"2": 0}', '{"99": 5}', '{"": 5}', '{"2": {"1": 5}}']
)
def test_minimums_refuse_rows_that_mean_nothing(typed: str) -> None:
    assert list(refusal({MIN_SALE_QTY.path: typed})) == [MIN_SALE_QTY.path]


def test_each_scope_has_its_own_value() -> None:
    view = StoreViewFactory.create()
    for at in ({}, {"website": view.website}, {"store_view": view}):
        save_configuration({DISPLAY_STOCK_STATUS.path: "0"}, by=None, **at)
    save_configuration({DISPLAY_STOCK_STATUS.path: None}, by=None, website=view.website)
    rows = ConfigurationValue.objects.order_by("scope")
    assert [(row.scope, row.website, row.store_view) for row in rows] == [(0, None, None), (2, None, view)]


def test_setting_is_not_stored_below_its_narrowest_scope() -> None:
    assert save_configuration({BACKORDERS.path: "2"}, by=None, website=WebsiteFactory.create()) == frozenset()
    assert stored() == {}


def test_log_names_who_changed_what_from_what_to_what() -> None:
    staff = User.objects.create_user("staff")
    save_configuration({BACKORDERS.path: "1", MIN_QTY.path: None}, by=staff)
    save_configuration({BACKORDERS.path: "1"}, by=staff)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.change_message) == (staff, "Backorders: Use system value → Allow Qty Below 0")


@pytest.mark.django_db(transaction=True)
def test_save_waits_for_the_save_before_it() -> None:
    """Without that it compares with rows that are about to change, and two saves may both insert the first row of a setting."""

    def delete() -> None:
        save_configuration({MIN_QTY.path: None}, by=None)
        connection.close()

    second = threading.Thread(target=delete)
    with transaction.atomic():
        save_configuration({MIN_QTY.path: "-50"}, by=None)
        second.start()
        second.join(timeout=0.3)
        assert second.is_alive()
    second.join()
    assert stored() == {}
