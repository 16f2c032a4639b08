"""A source's state from a list, and what switching it would do, said on its own page."""

import pytest
from django.test import Client

from catalog.models import Source, StockLevel
from tests.catalog.admin.filled_form import filled_form
from tests.catalog.admin.test_source_screen import ADD, GRID, errors_of, url
from tests.factories.catalog import SourceFactory, StockFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [("US", "ca", "California"), ("DE", "Berlin", "Berlin"), ("US", "", ""), ("IN", "gujarat", "Gujarāt")],
)
def test_a_state_is_kept_by_its_name_where_addresses_name_one(
    admin_client: Client, country: str, typed: str, kept: str
) -> None:
    about = {"code": "b", "name": "B", "country": country, "postcode": "1", "region": typed}
    admin_client.post(ADD, filled_form(admin_client.get(ADD), **about))
    assert Source.objects.get(code="b").region == kept


def test_what_is_no_state_is_refused_with_the_list_and_what_was_stored_stays(admin_client: Client) -> None:
    about = {"code": "b", "name": "B", "country": "US", "postcode": "1", "region": "Bavaria"}
    answer = admin_client.post(ADD, filled_form(admin_client.get(ADD), **about))
    assert errors_of(answer) == {"region": ["Please choose a state of this country from the list."]}
    assert filled_form(answer)["region"] == ["Bavaria"]
    old = SourceFactory.create(code="old", country="US", region="Calif.")
    admin_client.post(url(old), filled_form(admin_client.get(url(old)), name="Renamed"))
    assert list(Source.objects.filter(code="old").values_list("name", "region")) == [("Renamed", "Calif.")]


def test_a_preview_of_one_source_says_what_switching_it_would_do_and_switches_nothing(admin_client: Client) -> None:
    berlin = SourceFactory.create(name="Berlin")
    stock = StockFactory.create(name="Europe", sources=[berlin])
    product = product_with_stock(quantity=5, source=berlin)
    page = admin_client.get(url(berlin))
    assert f"{GRID}{berlin.pk}/preview/" in page.content.decode()
    panels = [
        admin_client.post(f"{GRID}{berlin.pk}/preview/", filled_form(page, **typed)).context["panel"]
        for typed in ({"is_enabled": None}, {"name": "Main"}, {"name": ""})
    ]
    (effect,) = panels[0].stocks
    assert (effect.stock, effect.sentences) == ("Europe", ("Salable units 5 → 0", "Products on sale 1 → 0"))
    assert (panels[1].stocks, panels[2].errors) == ((), ("This field is required.",))
    berlin.refresh_from_db()
    assert (berlin.is_enabled, StockLevel.objects.get(stock=stock, product=product).on_hand) == (True, 5)
    assert "/preview/" not in admin_client.get(url(default_source())).content.decode()
