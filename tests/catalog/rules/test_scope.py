import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.scope import Found, Scope, StoreFace, offered_stores, opened_store, value_in_force

EVERYWHERE = {Scope.DEFAULT: "default", Scope.WEBSITE: "website", Scope.STORE_VIEW: "view"}


def found(stored: dict[Scope, str], at: Scope, narrowest: Scope = Scope.STORE_VIEW) -> Found:
    return value_in_force(stored, at=at, narrowest=narrowest, built_in="built in")


def test_value_comes_from_the_nearest_scope_that_stores_one() -> None:
    assert [found(EVERYWHERE, at).value for at in Scope] == ["default", "website", "view"]
    assert found({Scope.DEFAULT: "default"}, Scope.STORE_VIEW) == Found("default", Scope.DEFAULT)


def test_value_is_the_built_in_one_when_no_scope_stores_any() -> None:
    assert found({}, Scope.STORE_VIEW) == Found("built in", None)


def test_stored_empty_text_is_a_value_and_not_inheritance() -> None:
    assert found(EVERYWHERE | {Scope.WEBSITE: ""}, Scope.WEBSITE) == Found("", Scope.WEBSITE)


def test_row_below_the_narrowest_scope_is_not_read() -> None:
    assert found(EVERYWHERE, Scope.STORE_VIEW, narrowest=Scope.DEFAULT) == Found("default", Scope.DEFAULT)


@given(st.dictionaries(st.sampled_from(Scope), st.text(max_size=3)), st.sampled_from(Scope), st.sampled_from(Scope))
def test_value_in_force_is_never_from_a_narrower_scope(stored: dict[Scope, str], at: Scope, narrowest: Scope) -> None:
    seen = [scope for scope in Scope if scope in stored and scope <= at and scope <= narrowest]
    expected = Found(stored[max(seen)], max(seen)) if seen else Found("built in", None)
    assert found(stored, at, narrowest) == expected


MAIN = StoreFace("default", "base", "", is_default=True)
GERMAN = StoreFace("german", "europe", "eu.example", is_default=False)
FRENCH = StoreFace("french", "europe", "", is_default=False)
POLISH = StoreFace("polish", "europe", "pl.example", is_default=False)
SHOP = (MAIN, GERMAN, FRENCH, POLISH)


@pytest.mark.parametrize(
    ("host", "chosen", "opened"),
    [
        ("localhost", None, MAIN),
        ("localhost", "french", FRENCH),
        ("localhost", "forged", MAIN),
        ("localhost", "german", MAIN),  # its host name opens it, nothing else
        ("eu.example", None, GERMAN),
        ("eu.example", "french", FRENCH),  # of the same website
        ("eu.example", "default", GERMAN),  # of another one
        ("eu.example", "polish", GERMAN),
        ("", "french", FRENCH),
        ("", None, MAIN),
    ],
)
def test_host_name_wins_and_a_choice_holds_within_its_website(host: str, chosen: str | None, opened: StoreFace) -> None:
    assert opened_store(SHOP, host=host, chosen=chosen) == opened


def test_no_store_opens_without_a_default_one() -> None:
    assert opened_store((GERMAN,), host="localhost", chosen=None) is None


def test_every_store_is_offered_where_no_host_name_decides() -> None:
    assert offered_stores(SHOP, opened=MAIN, host="localhost") == SHOP


def test_store_of_another_website_is_offered_by_its_host_name_only() -> None:
    assert offered_stores(SHOP, opened=GERMAN, host="eu.example") == (GERMAN, FRENCH, POLISH)


@pytest.mark.parametrize("host", ["localhost", "eu.example", "pl.example"])
@pytest.mark.parametrize("chosen", [None, "default", "german", "french", "polish"])
def test_opened_store_is_offered(host: str, chosen: str | None) -> None:
    opened = opened_store(SHOP, host=host, chosen=chosen)
    assert opened is not None
    assert opened in offered_stores(SHOP, opened=opened, host=host)
