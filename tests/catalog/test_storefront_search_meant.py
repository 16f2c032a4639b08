"""A search that finds nothing shows what was meant."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.utils import timezone

from catalog.actions.search_words import collect_search_words
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelf() -> None:
    for name in ("Driven Backpack", "Endeavor Daytrip Backpack", "Merino Shirt"):
        product_with_stock(name=name, quantity=5)
    product_with_stock(name="Gone Lamp", quantity=0)
    collect_search_words(now=timezone.now())


@pytest.mark.parametrize(
    ("typed", "meant", "shown"),
    [
        ("backpak", "backpack", "Driven Backpack"),
        ("tshirt", "shirt", "Merino Shirt"),
        ("Merrino", "merino", "Merino Shirt"),
    ],
)
def test_what_was_meant_is_shown_and_said(client: Client, typed: str, meant: str, shown: str) -> None:
    text = page_text(client.get("/search/", {"q": typed}))
    assert f"Search results for “{meant}”" in text
    assert f"Nothing was found for “{typed}”. This is what we have for “{meant}”." in text
    assert shown in text


@pytest.mark.parametrize("typed", ["backpack", "back"])
def test_what_finds_something_is_not_corrected(client: Client, typed: str) -> None:
    text = page_text(client.get("/search/", {"q": typed}))
    assert "Nothing" not in text
    assert f"Search results for “{typed}”" in text


@pytest.mark.parametrize("typed", ["zzzzzz", "lampp", "24-MB01", "<b>backpakk</b>", "   ", "\x00"])
def test_what_nobody_can_guess_finds_nothing_and_breaks_nothing(client: Client, typed: str) -> None:
    answer = client.get("/search/", {"q": typed})
    assert answer.status_code == 200
    assert "<b>backpakk" not in answer.content.decode()
    if typed.strip("\x00 ") and "<" not in typed:
        assert "Nothing found" in page_text(answer)


def test_the_pages_of_what_was_meant_are_pages_of_the_same_search(client: Client) -> None:
    for number in range(24):
        product_with_stock(name=f"Backpack {number}", quantity=5)
    assert 'name="q" value="backpak"' in client.get("/search/?q=backpak&sort=name").content.decode()
    first, second = (page_text(client.get(f"/search/?q=backpak{page}")) for page in ("", "&page=2"))
    said = "Nothing was found for “backpak”. This is what we have for “backpack”."
    assert (said in first, said in second) == (True, True)
    assert client.get("/search/?q=backpak&page=3").status_code == 404
    assert client.get("/search/?q=zeppelin&page=2").status_code == 404


def test_a_filter_that_leaves_nothing_is_no_typing_error(client: Client) -> None:
    text = page_text(client.get("/search/?q=shirt&ships=later"))
    assert "Nothing of it is on backorder at the moment." in text
    assert "Nothing was found" not in text
    text = page_text(client.get("/search/?q=shirtt&ships=later"))
    assert "This is what we have for “shirt”." in text
    assert "Nothing of it is on backorder at the moment." in text


def test_beside_few_it_is_said_what_else_may_be_meant(client: Client) -> None:
    for number in range(5):
        product_with_stock(name=f"Backpacker {number}", quantity=5)
    collect_search_words(now=timezone.now())
    few, many = (client.get(f"/search/?q={typed}").content.decode() for typed in ("merin", "backpacke"))
    assert 'Did you mean <a href="/search/?q=merino">merino</a>?' in few
    assert "Did you mean" not in many
    assert "Did you mean" not in client.get("/search/?q=merino").content.decode()


def test_a_search_that_finds_something_asks_no_more_than_before(
    client: Client, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    for number in range(5):
        product_with_stock(name=f"Backpack {number}", quantity=5)
    client.get("/search/?q=backpack")
    with django_assert_max_num_queries(9) as found:
        client.get("/search/?q=backpack")
    assert not any("catalog_searchword" in query["sql"] for query in found.captured_queries)  # type: ignore[attr-defined]
