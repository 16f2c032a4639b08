import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from backorders.actions.place_order import place_order
from catalog.models import Product, Source, StockLevel
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import (
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    default_source,
    default_website,
    product_with_stock,
)

pytestmark = pytest.mark.django_db

GRID = "/admin/catalog/source/"
ADD = "/admin/catalog/source/add/"


def url(source: Source) -> str:
    return f"{GRID}{source.pk}/change/"


def run(client: Client, action: str, *sources: Source) -> list[str]:
    """Run the action and answer the question that it asks; return what is said then."""
    answer = ask(client, action, *sources)
    if answer.status_code == 200:
        answer = client.post(GRID, typed_in(answer))
    assert answer.status_code == 302
    return [str(message) for message in client.get(answer.url).context["messages"]]


def ask(client: Client, action: str, *sources: Source) -> Any:
    return client.post(GRID, {"action": action, "_selected_action": [source.pk for source in sources], "index": 0})


def typed_in(page: Any) -> dict[str, Any]:
    """Return what the button of the question sends."""
    sent = {"action": page.context["action"], "_selected_action": page.context["selected"], "index": 0, "post": "yes"}
    return {**sent, "select_across": "0", "seen": page.context["seen"]}


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
        ("country", "D1", "Please choose a country from the list."),
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


@pytest.fixture
def east() -> Source:
    """Seven of a bag lie there, three of which one order waits for; two more of the bag lie elsewhere."""
    east = SourceFactory.create(name="East", code="east")
    StockFactory.create(name="Overseas", sources=[east, SourceFactory.create(code="west")], website=default_website())
    bag = product_with_stock(quantity=7, source=east, sku="BAG")
    SourceItemFactory.create(product=bag, source=Source.objects.get(code="west"), quantity=2)
    ordered(3)
    return east


def ordered(units: int) -> None:
    bag = Product.objects.get(sku="BAG")
    place_order(lines={bag: units}, email="a@example.org", payment_method="checkmo", by=None, now=timezone.now())


def text_of(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", page.content.decode()).split())


def test_what_disabling_would_do_is_said_and_nothing_is_done(admin_client: Client, east: Source) -> None:
    text = text_of(ask(admin_client, "disable", east))
    for said in (
        "Disable this source?",
        "East Code: east; 7 units of 1 product in stock there",
        "Overseas 6 → becomes 0",
        "Units owed to customers: 0 → becomes 1",
        "Orders that wait for them: 0 → becomes 1",
    ):
        assert said in text
    east.refresh_from_db()
    assert east.is_enabled
    assert StockLevel.objects.get(stock__name="Overseas").on_hand == 9


def test_what_enabling_would_do_is_said_too(admin_client: Client, east: Source) -> None:
    run(admin_client, "disable", east)
    text = text_of(ask(admin_client, "enable", east))
    for said in ("Enable this source?", "Overseas 0 → becomes 6", "Units owed to customers: 1 → becomes 0"):
        assert said in text
    assert run(admin_client, "enable", east) == ["A total of 1 source(s) have been enabled."]


def test_the_answer_to_the_question_counts_once(admin_client: Client, east: Source) -> None:
    sent = typed_in(ask(admin_client, "disable", east)) | {"key": "7c1bd7a4-3d0c-4f6a-9a53-1d3f5c6e7f80"}
    answers = [admin_client.post(GRID, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert LogEntry.objects.filter(object_id=str(east.pk)).count() == 1


def test_numbers_that_have_changed_since_are_said_again(admin_client: Client, east: Source) -> None:
    sent = typed_in(ask(admin_client, "disable", east))
    ordered(1)
    again = admin_client.post(GRID, sent)
    assert "Nothing was changed: The numbers have changed since this page was opened." in text_of(again)
    assert "Units owed to customers: 0 → becomes 2" in text_of(again)
    east.refresh_from_db()
    assert east.is_enabled
    assert admin_client.post(GRID, typed_in(again)).status_code == 302


def test_a_source_that_somebody_else_disabled_meanwhile_is_left(admin_client: Client, east: Source) -> None:
    sent = typed_in(ask(admin_client, "disable", east))
    run(admin_client, "disable", east)
    answer = admin_client.post(GRID, sent, follow=True)
    assert [str(each) for each in answer.context["messages"]] == ["A total of 1 source(s) already disabled."]


def test_what_is_owed_is_said_of_the_sources_that_were_switched_alone(admin_client: Client, east: Source) -> None:
    empty = SourceFactory.create()
    run(admin_client, "disable", east)
    assert "No order is left short." in text_of(ask(admin_client, "disable", east, empty))
    assert run(admin_client, "disable", east, empty) == [
        "A total of 1 source(s) have been disabled.",
        "A total of 1 source(s) already disabled.",
    ]


@pytest.mark.parametrize("more", [0, 29])
def test_the_question_costs_the_same_for_one_product_and_for_thirty(
    admin_client: Client, east: Source, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(more):
        product_with_stock(quantity=1, source=east)
    ask(admin_client, "disable", east)
    with django_assert_num_queries(38):
        ask(admin_client, "disable", east)


def test_a_source_is_never_deleted(admin_client: Client) -> None:
    source = SourceFactory.create()
    assert admin_client.post(f"{GRID}{source.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Source.objects.filter(pk=source.pk).exists()
