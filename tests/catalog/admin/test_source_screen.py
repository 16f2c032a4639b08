from typing import Any

import pytest
from django.test import Client

from catalog.models import Source, StockLevel
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import SourceFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db

GRID = "/admin/catalog/source/"
ADD = "/admin/catalog/source/add/"


def url(source: Source) -> str:
    return f"{GRID}{source.pk}/change/"


def run(client: Client, action: str, *sources: Source) -> list[str]:
    chosen = {"action": action, "_selected_action": [source.pk for source in sources], "index": 0}
    return [str(message) for message in client.post(GRID, chosen, follow=True).context["messages"]]


def errors_of(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    return {name: list(errors) for name, errors in response.context["adminform"].form.errors.items()}


def test_a_source_is_added(admin_client: Client) -> None:
    typed = filled_form(admin_client.get(ADD), code="berlin", name="Berlin", country="de", postcode="10115")
    response = admin_client.post(ADD, typed, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["The Source has been saved."]
    assert Source.objects.filter(code="berlin", country="DE", is_enabled=True).exists()


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("code", "", "This field is required."),
        ("code", "a b", '"Code" can not contain whitespaces.'),
        ("code", "default", "Source with this Code already exists."),
        ("name", "", "This field is required."),
        ("country", "", "This field is required."),
        ("country", "D1", "Please enter a country code of two letters, such as US or DE."),
        ("postcode", " ", "This field is required."),
        ("latitude", "91", "Please enter a latitude between -90 and 90."),
        ("latitude", "NaN", "Enter a number."),
        ("longitude", "-181", "Please enter a longitude between -180 and 180."),
        ("email", "x", "Enter a valid email address."),
        ("name", "a\x00b", "Null characters are not allowed."),
    ],
)
def test_a_bad_value_names_its_field_and_saves_nothing(
    admin_client: Client, field: str, typed: str, error: str
) -> None:
    good = {"code": "berlin", "name": "Berlin", "country": "DE", "postcode": "10115"}
    response = admin_client.post(ADD, filled_form(admin_client.get(ADD), **good | {field: typed}))
    assert errors_of(response)[field] == [error]
    assert Source.objects.count() == 1


@pytest.mark.parametrize(("given", "missing"), [("latitude", "longitude"), ("longitude", "latitude")])
def test_half_a_place_is_refused(admin_client: Client, given: str, missing: str) -> None:
    typed = {"code": "berlin", "name": "Berlin", "country": "DE", "postcode": "10115", given: "0"}
    response = admin_client.post(ADD, filled_form(admin_client.get(ADD), **typed))
    assert errors_of(response) == {missing: [f"Please enter the {missing} too, or neither."]}


def test_the_code_is_fixed_once_it_is_given(admin_client: Client) -> None:
    source = SourceFactory.create(code="berlin")
    typed = filled_form(admin_client.get(url(source)), code="paris", name="Paris")
    admin_client.post(url(source), typed)
    assert Source.objects.filter(code="berlin", name="Paris").exists()


def test_the_default_source_stays_enabled(admin_client: Client) -> None:
    source = default_source()
    admin_client.post(url(source), filled_form(admin_client.get(url(source)), is_enabled=None, name="Main"))
    source.refresh_from_db()
    assert (source.name, source.is_enabled) == ("Main", True)


def test_sources_are_disabled_but_never_the_default_one(admin_client: Client) -> None:
    on, off = SourceFactory.create(), SourceFactory.create(is_enabled=False)
    assert run(admin_client, "disable", default_source(), on, off) == [
        "Default Source can not be disabled.",
        "A total of 1 source(s) have been disabled.",
        "A total of 1 source(s) already disabled.",
    ]
    assert list(Source.objects.filter(is_enabled=True)) == [default_source()]


def test_sources_are_enabled(admin_client: Client) -> None:
    source = SourceFactory.create(is_enabled=False)
    assert run(admin_client, "enable", source) == ["A total of 1 source(s) have been enabled."]


def test_units_of_a_disabled_source_do_not_count(admin_client: Client) -> None:
    product, source = product_with_stock(quantity=25), SourceFactory.create()
    source.links.create(stock=StockLevel.objects.get().stock)
    source.items.create(product=product, quantity=5)
    run(admin_client, "disable", source)
    assert StockLevel.objects.get().on_hand == 25


def test_a_source_is_never_deleted(admin_client: Client) -> None:
    source = SourceFactory.create()
    assert admin_client.post(f"{GRID}{source.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Source.objects.filter(pk=source.pk).exists()
