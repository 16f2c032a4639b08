import pytest

from catalog.rules.scope import SCOPE_LABELS, Scope, StoreFace, offered_stores, opened_store

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


def test_store_of_another_website_is_offered_by_its_host_name_and_the_default_one_is_the_way_back() -> None:
    spanish = StoreFace("spanish", "base", "", is_default=False)
    assert offered_stores((*SHOP, spanish), opened=GERMAN, host="eu.example") == SHOP
    assert offered_stores(SHOP, opened=GERMAN, host="pl.example") == SHOP


@pytest.mark.parametrize("host", ["localhost", "eu.example", "pl.example"])
@pytest.mark.parametrize("chosen", [None, "default", "german", "french", "polish"])
def test_opened_store_is_offered(host: str, chosen: str | None) -> None:
    opened = opened_store(SHOP, host=host, chosen=chosen)
    assert opened is not None
    assert opened in offered_stores(SHOP, opened=opened, host=host)


def test_scopes_narrow_in_their_order() -> None:
    assert list(SCOPE_LABELS) == sorted(SCOPE_LABELS) == [Scope.DEFAULT, Scope.WEBSITE, Scope.STORE_VIEW]
    # As they are stored.
    assert [scope.value for scope in Scope] == [0, 1, 2]
    assert [SCOPE_LABELS[scope] for scope in sorted(Scope)] == ["[GLOBAL]", "[WEBSITE]", "[STORE VIEW]"]
