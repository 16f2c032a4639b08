"""Who changed what, and when: the last change of a field, of a setting, and what people are called beside it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pghistory
import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from catalog.models import ConfigurationValue, Product, SourceItem, StockItem
from catalog.models.history import FormerName
from catalog.queries.history import (
    ELSEWHERE,
    LOOKED_AT,
    LastChange,
    last_change,
    last_setting_change,
    named,
    product_changes,
    setting_changes,
    staff_name,
    staff_name_at,
)
from catalog.rules.configuration import DISPLAY_STOCK_STATUS, LOW_STOCK_RECIPIENTS
from tests.factories.catalog import (
    ProductFactory,
    SourceFactory,
    StoreViewFactory,
    WebsiteFactory,
    configure,
    default_website,
    product_with_stock,
)

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
SHOWN = DISPLAY_STOCK_STATUS


def noted(row: Model, message: str, *, by: User, minutes: int = 0) -> LogEntry:
    entry = LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row),
        action_flag=CHANGE,
        change_message=message,
    )
    LogEntry.objects.filter(pk=entry.pk).update(action_time=NOON + timedelta(minutes=minutes))
    return entry


def renamed(user: User, name: str, *, minutes: int) -> None:
    FormerName.objects.create(account=user.pk, name=name, until=NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        ("", "", ""),
        ("Ada", "", "Ada"),
        ("", "Ada", "Ada"),
        ("Ada", "Ada", "Ada"),
        ("Ada Hill", "Ada Brandt", "Ada Hill, now Ada Brandt"),
    ],
)
def test_who_is_called_otherwise_now_is_named_by_both_names(then: str, now: str, words: str) -> None:
    assert named(then, now) == words


def test_a_member_of_staff_goes_by_full_name_else_by_user_name() -> None:
    assert staff_name(User(username="ada")) == "ada"
    assert staff_name(User(username="ada", first_name="Ada", last_name="Brandt")) == "Ada Brandt"
    assert staff_name(User(username="ada"), then="eve") == "eve, now ada"
    assert staff_name(None) == ""
    assert staff_name(None, then="eve") == "eve"


@pytest.mark.django_db
def test_an_account_had_the_name_that_ended_next_after_the_moment() -> None:
    ada, other = User.objects.create_user("ada"), User.objects.create_user("other")
    renamed(other, "somebody", minutes=5)
    renamed(ada, "second", minutes=20)
    renamed(ada, "first", minutes=10)
    moments = (0, 9, 10, 19, 20)
    told = [staff_name_at(ada, NOON + timedelta(minutes=each)) for each in moments]
    assert told == ["first, now ada", "first, now ada", "second, now ada", "second, now ada", "ada"]
    assert (staff_name_at(ada, None), staff_name_at(None, NOON)) == ("ada", "")


@pytest.mark.django_db
def test_the_last_change_of_a_field_is_the_newest_line_that_names_it() -> None:
    ada, product, other = User.objects.create_user("ada"), ProductFactory.create(), ProductFactory.create()
    noted(product, "Price changed.", by=ada, minutes=1)
    noted(product, "PRICE changed again.", by=ada, minutes=2)
    noted(product, "Name changed.", by=ada, minutes=3)
    noted(other, "Price changed.", by=ada, minutes=4)
    noted(default_website(), "Price changed.", by=ada, minutes=5)
    assert last_change(product, "price") == LastChange("ada", NOON + timedelta(minutes=2))
    assert last_change(product, "weight") == LastChange()
    renamed(ada, "lovelace", minutes=3)
    assert last_change(product, "price").who == "lovelace, now ada"


@pytest.mark.django_db
def test_only_the_newest_lines_are_looked_at() -> None:
    ada, product = User.objects.create_user("ada"), ProductFactory.create()
    noted(product, "Price changed.", by=ada)
    for _ in range(LOOKED_AT - 1):
        noted(product, "Name changed.", by=ada)
    assert last_change(product, "price").who == "ada"
    noted(product, "Name changed.", by=ada)
    assert last_change(product, "price") == LastChange()


@pytest.mark.django_db
def test_the_last_change_of_a_setting_is_that_of_its_scope() -> None:
    website, other = WebsiteFactory.create(), WebsiteFactory.create()
    view = StoreViewFactory.create(website=website)
    people = {name: User.objects.create_user(name) for name in ("default", "website", "view", "other")}
    scopes: dict[str, dict[str, Any]] = {
        "website": {"website": website},
        "view": {"store_view": view},
        "other": {"website": other},
        "default": {},
    }
    for name, scope in scopes.items():
        with pghistory.context(user=people[name].pk, name=name):
            configure(SHOWN, 0, **scope)
    for name, scope in scopes.items():
        found = last_setting_change(SHOWN.path, **{"website": None, "store_view": None, **scope})
        assert found.who == name
    assert last_setting_change(SHOWN.path, website=website, store_view=view).who == "view"
    assert last_setting_change(LOW_STOCK_RECIPIENTS.path, website=None, store_view=None) == LastChange()
    with pghistory.context(user=people["other"].pk, name="other then"):
        ConfigurationValue.objects.filter(scope=0).update(value="1")
    assert last_setting_change(SHOWN.path, website=None, store_view=None).who == "other then, now other"


@pytest.mark.django_db
def test_a_setting_that_no_account_changed_was_changed_by_somebody_else() -> None:
    User.objects.create(pk=1, username="first")
    configure(SHOWN, 0)
    assert last_setting_change(SHOWN.path, website=None, store_view=None).who == "somebody else"
    with pghistory.context(user=10**6):
        ConfigurationValue.objects.update(value="1")
    assert last_setting_change(SHOWN.path, website=None, store_view=None).who == "somebody else"


@pytest.mark.django_db
def test_a_setting_is_named_with_its_scope_and_a_value_by_its_label() -> None:
    website = WebsiteFactory.create(name="Europe")
    view = StoreViewFactory.create(website=website, name="German")
    configure(SHOWN, 0)
    configure(SHOWN, 1, website)
    configure(SHOWN, 0, store_view=view)
    configure(LOW_STOCK_RECIPIENTS, "ada@example.org")
    ConfigurationValue.objects.create(path="no/such/path", scope=0, value="1")
    label = SHOWN.label
    assert [(change.what, change.after) for change in setting_changes()] == [
        (LOW_STOCK_RECIPIENTS.label, "ada@example.org"),
        (f"{label} (German)", "No"),
        (f"{label} (Europe)", "Yes"),
        (label, "No"),
    ]
    assert [change.what for change in setting_changes(most=2)] == [LOW_STOCK_RECIPIENTS.label, f"{label} (German)"]


def changes(product: Product, **fields: Any) -> list[tuple[str, str, str]]:
    return [(change.what, change.before, change.after) for change in product_changes(product, **fields)]


@pytest.mark.django_db
def test_changes_of_a_product_come_the_newest_first_and_at_most_so_many() -> None:
    bag, cap = product_with_stock(quantity=5, backorders=1), product_with_stock(quantity=5)
    east = SourceFactory.create(name="East")
    before = len(changes(bag))
    SourceItem.objects.create(product=bag, source=east, quantity=3, notify_quantity=2)
    SourceItem.objects.filter(product=cap).update(quantity=1)
    StockItem.objects.filter(product=bag).update(manage_stock=False, min_qty=2)
    SourceItem.objects.filter(product=bag, source=east).update(notify_quantity=None, is_in_stock=False)
    # Those of this transaction have one moment: what is said of each counts here, not their order.
    assert len(changes(bag)) == before + 7
    assert len(changes(bag, most=2)) == 2
    found = set(changes(bag))
    assert found >= {
        ("Quantity at East", "not assigned", "3"),
        ("Source Item Status at East", "not assigned", "In Stock"),
        ("Notify Qty at East", "Use Default", "2"),
        ("Notify Qty at East", "2", "Use Default"),
        ("Source Item Status at East", "In Stock", "Out of Stock"),
        ("Out-of-Stock Threshold", "Use Config Setting", "2"),
        ("Manage Stock", "Use Config Setting", "No"),
    }


@pytest.mark.django_db
def test_a_saved_page_is_told_and_lines_of_actions_are_not_told_twice() -> None:
    bag, other = ProductFactory.create(), ProductFactory.create()
    ada = User.objects.create_user("ada")
    noted(bag, '[{"changed": {"fields": ["Price"]}}]', by=ada, minutes=1)
    noted(bag, '[{"changed": {"fields": ["Name"]}}]', by=ada, minutes=2)
    noted(bag, "3 units were counted.", by=ada, minutes=3)
    noted(other, '[{"changed": {"fields": ["Weight"]}}]', by=ada, minutes=4)
    noted(default_website(), '[{"changed": {"fields": ["Code"]}}]', by=ada, minutes=5)
    LogEntry.objects.filter(object_id=str(default_website().pk)).update(object_id=str(bag.pk))
    renamed(ada, "lovelace", minutes=2)
    found = [(change.after, change.who, change.where) for change in product_changes(bag)]
    assert found == [
        ("Changed Name.", "ada", "Admin: Products"),
        ("Changed Price.", "lovelace, now ada", "Admin: Products"),
    ]
    assert changes(bag, most=1) == [("Product", "", "Changed Name.")]


@pytest.mark.django_db
def test_who_did_it_is_named_as_then_and_an_account_that_was_deleted_by_its_number() -> None:
    bag, ada = product_with_stock(quantity=1), User.objects.create_user("ada")
    told: list[tuple[str, str]] = []
    for context in ({"user": ada.pk, "name": "lovelace"}, {"user": ada.pk}, {"user": 10**6}, {"screen": "Import"}):
        with pghistory.context(**context):
            SourceItem.objects.filter(product=bag).update(quantity=5 + len(told))
        change = product_changes(bag)[0]
        told.append((change.who, change.where))
    assert told == [
        ("lovelace, now ada", ELSEWHERE),
        ("ada", ELSEWHERE),
        ("An account that was deleted (no. 1000000)", ELSEWHERE),
        ("", "Import"),
    ]
