from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.models import ConfigurationValue, StoreView, Website
from catalog.rules.configuration import DISPLAY_STOCK_STATUS, NOT_AVAILABLE_MESSAGE, ONLY_X_LEFT_THRESHOLD, SETTINGS
from catalog.rules.configuration_page import INVENTORY
from catalog.rules.product_setting import BACKORDERS, MAX_SALE_QTY, MIN_QTY, MIN_SALE_QTY
from catalog.rules.scope import Scope
from catalog.rules.setting import Kind
from catalog.words.configuration import value_in_words
from tests.factories.catalog import StoreViewFactory, WebsiteFactory, configure

pytestmark = pytest.mark.django_db

URL = "/admin/catalog/configurationvalue/"
SCOPES = (("", Scope.DEFAULT), ("?website=french", Scope.WEBSITE), ("?store=paris", Scope.STORE_VIEW))
NO_VALUE = ("", "ten", "NaN", "-Infinity", "1e400", "0.00001", "9" * 500, "5\x00", "\N{ARABIC-INDIC DIGIT FIVE}", "<b>")
FORGED = (
    *("?website=", "?store=", "?website=nowhere", "?store=nowhere", "?website=-1", "?website=1", "?store=%00"),
    *("?website=french&store=paris", "?website=french&website=french", "?website=paris", "?store=french"),
    *("?website=%F0%9F%98%80", "?website=' OR 1=1", "?store=" + "9" * 3000),
)


@pytest.fixture(autouse=True)
def paris() -> StoreView:
    website = WebsiteFactory.create(code="french", name="French Website")
    return StoreViewFactory.create(code="paris", name="Paris", website=website)


def stored() -> dict[tuple[int, str], str]:
    return {(row.scope, row.path): row.value for row in ConfigurationValue.objects.all()}


def rows_of(response: Any) -> dict[str, Any]:
    return {row.path: row for group in response.context["page"].groups for row in group.rows}


@pytest.mark.parametrize(("query", "level"), SCOPES)
def test_scope_shows_the_settings_that_it_may_store_and_no_other(
    admin_client: Client, query: str, level: Scope
) -> None:
    response = admin_client.get(URL + query)
    of_section = {setting.path for group in INVENTORY.groups for setting in group.settings}
    allowed = {path for path in of_section if level <= SETTINGS[path].narrowest}
    assert set(rows_of(response)) == allowed
    assert {path for path in SETTINGS if f'name="{path}"' in response.content.decode()} == allowed


def test_switcher_lists_default_config_websites_and_their_store_views(admin_client: Client) -> None:
    choices = admin_client.get(f"{URL}?store=paris").context["scopes"]
    assert [(choice.kind, choice.name, choice.query) for choice in choices] == [
        ("default", "Default Config", ""),
        ("website", "Main Website", "?website=base"),
        ("store", "Default Store View", "?store=default"),
        ("website", "French Website", "?website=french"),
        ("store", "Paris", "?store=paris"),
    ]
    assert [choice.name for choice in choices if choice.is_current] == ["Paris"]


@pytest.mark.parametrize(
    ("query", "label"), [("", "Use system value"), ("?website=french", "Use Default"), ("?store=paris", "Use Website")]
)
def test_box_is_named_after_what_it_brings_back(admin_client: Client, query: str, label: str) -> None:
    assert f"{label}: {DISPLAY_STOCK_STATUS.label}" in admin_client.get(URL + query).content.decode()


@pytest.mark.parametrize(("query", "level"), SCOPES)
def test_value_is_saved_at_the_scope_and_its_box_deletes_it_there(
    admin_client: Client, query: str, level: Scope
) -> None:
    path = DISPLAY_STOCK_STATUS.path
    response = admin_client.post(URL + query, {path: "0"})
    assert (response.status_code, response["Location"]) == (302, URL + query)
    assert stored() == {(level, path): "0"}
    admin_client.post(URL + query, {path: "0", f"inherit:{path}": "1"})
    assert stored() == {}


def test_inheritance_widens_step_by_step_and_says_where_from(admin_client: Client, paris: StoreView) -> None:
    path = DISPLAY_STOCK_STATUS.path

    def seen() -> tuple[str, str, bool]:
        row = rows_of(admin_client.get(f"{URL}?store=paris"))[path]
        return row.value, row.source.own if not row.inherits else row.source.inherited, row.inherits

    assert seen() == ("1", "Built-in: Yes", True)
    configure(DISPLAY_STOCK_STATUS, 0)
    assert seen() == ("0", "Inherited from Default Config: No", True)
    configure(DISPLAY_STOCK_STATUS, 1, paris.website)
    assert seen() == ("1", "Inherited from French Website: Yes", True)
    configure(DISPLAY_STOCK_STATUS, 0, store_view=paris)
    assert seen() == ("0", "Own value here, in place of French Website: Yes", False)


def test_value_of_another_website_is_not_inherited(admin_client: Client) -> None:
    configure(ONLY_X_LEFT_THRESHOLD, 5, Website.objects.get(code="french"))
    row = rows_of(admin_client.get(f"{URL}?website=base"))[ONLY_X_LEFT_THRESHOLD.path]
    assert (row.value, row.source.inherited) == ("0", "Built-in: 0")


def test_wider_scope_says_who_does_not_hear_it(admin_client: Client, paris: StoreView) -> None:
    configure(DISPLAY_STOCK_STATUS, 0, paris.website)
    configure(DISPLAY_STOCK_STATUS, 0, store_view=paris)
    said = [rows_of(admin_client.get(URL + query))[DISPLAY_STOCK_STATUS.path].source.elsewhere for query, _ in SCOPES]
    assert said == [
        "Not used where there is an own value: French Website, Paris",
        "Not used where there is an own value: Paris",
        "",
    ]


def test_minimums_are_said_by_the_names_of_their_groups(admin_client: Client) -> None:
    configure(MIN_SALE_QTY, '{"32000": 1, "2": 5}')
    row = rows_of(admin_client.get(URL))[MIN_SALE_QTY.path]
    assert row.source.own == "Own value here, in place of Built-in: 1"
    words = value_in_words(MIN_SALE_QTY, row.value, {"2": "Wholesale"})
    assert words == "ALL GROUPS: 1, Wholesale: 5"


def test_contradiction_is_saved_and_explained_beside_both_fields(admin_client: Client) -> None:
    path = MIN_SALE_QTY.path
    fields = {path: "", f"{path}:group": "2", f"{path}:least": "20", MAX_SALE_QTY.path: "10"}
    response = admin_client.post(URL, fields, follow=True)
    said = {row: [note.text for note in found.contradictions] for row, found in rows_of(response).items()}
    sentence = "The minimum of 20 is above the maximum of 10: nothing can be bought where both hold."
    assert {row for row, notes in said.items() if notes == [sentence]} == {path, MAX_SALE_QTY.path}
    assert sentence in response.content.decode()


def test_contradiction_is_judged_on_what_the_scope_inherits(admin_client: Client) -> None:
    configure(BACKORDERS, 1)
    configure(ONLY_X_LEFT_THRESHOLD, 5, Website.objects.get(code="french"))
    notes = {
        query: rows_of(admin_client.get(URL + query))[ONLY_X_LEFT_THRESHOLD.path].contradictions
        for query in ("", "?website=french")
    }
    assert [len(found) for found in notes.values()] == [0, 1]
    configure(MIN_QTY, -50)
    assert rows_of(admin_client.get(f"{URL}?website=french"))[ONLY_X_LEFT_THRESHOLD.path].contradictions == ()


@pytest.mark.parametrize("query", FORGED)
def test_forged_scope_is_answered_in_words_and_saves_nothing(admin_client: Client, query: str) -> None:
    for response in (admin_client.get(URL + query), admin_client.post(URL + query, {ONLY_X_LEFT_THRESHOLD.path: "5"})):
        assert response.status_code == 404
        assert any(
            said in response.content.decode()
            for said in ("There is no website", "There is no store view", "Please choose one website or one store view")
        )
        assert f'action="{URL}"' in response.content.decode()
    assert stored() == {}


def test_scope_can_not_be_forged_in_the_body(admin_client: Client) -> None:
    admin_client.post(URL, {ONLY_X_LEFT_THRESHOLD.path: "5", "website": "french", "scope": "websites"})
    assert stored() == {(Scope.DEFAULT, ONLY_X_LEFT_THRESHOLD.path): "5"}


@pytest.mark.parametrize(("query", "level"), SCOPES)
def test_setting_of_a_wider_scope_is_not_stored_here(admin_client: Client, query: str, level: Scope) -> None:
    admin_client.post(URL + query, {path: s.default for path, s in SETTINGS.items() if s is not MIN_SALE_QTY})
    settings = (s for group in INVENTORY.groups for s in group.settings if s is not MIN_SALE_QTY)
    allowed = {(level, setting.path) for setting in settings if level <= setting.narrowest}
    assert set(stored()) == allowed


@pytest.mark.parametrize("query", ["?website=french", "?store=paris"])
@pytest.mark.parametrize("typed", NO_VALUE)
def test_bad_input_is_refused_at_every_field_of_every_scope(admin_client: Client, query: str, typed: str) -> None:
    response = admin_client.post(URL + query, dict.fromkeys(SETTINGS, typed))
    in_error = {row.path for row in response.context["page"].rows_in_error}
    # An empty list of addresses is a value, and so is each line of text that is not too long.
    a_line = len(typed) <= 50 and "\0" not in typed
    values = {Kind.EMAILS: not typed.strip(), Kind.TEXT: a_line}
    wrong = {path for path in rows_of(response) if not values.get(SETTINGS[path].kind)}
    assert (response.status_code, in_error, stored()) == (200, wrong, {})


def test_name_posted_twice_has_no_value_at_a_website(admin_client: Client) -> None:
    response = admin_client.post(f"{URL}?website=french", {NOT_AVAILABLE_MESSAGE.path: ["1", "2"]})
    assert [row.path for row in response.context["page"].rows_in_error] == [NOT_AVAILABLE_MESSAGE.path]
    assert stored() == {}


def test_log_names_the_scope(admin_client: Client) -> None:
    admin_client.post(f"{URL}?store=paris", {DISPLAY_STOCK_STATUS.path: "0"})
    assert LogEntry.objects.get().object_repr == "Configuration of Paris"


@pytest.mark.parametrize(("query", "expected"), [("", 7), ("?website=french", 8), ("?store=paris", 7)])
@pytest.mark.parametrize("more", [0, 10])
def test_queries_do_not_grow_with_the_websites(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, query: str, expected: int, more: int
) -> None:
    for view in StoreViewFactory.create_batch(more):
        configure(DISPLAY_STOCK_STATUS, 0, store_view=view)
    with django_assert_num_queries(expected):
        admin_client.get(URL + query)
