"""Ship: Source Selection, by priority, by distance and by hand."""

import re
import uuid

import pytest
from django.test import Client

from tests.backorders.shipping import address, boxes, order_of, page_text, submit, two_sources, values_of

pytestmark = pytest.mark.django_db


def test_ship_with_two_sources_asks_for_the_source(admin_client: Client) -> None:
    _, _, product = two_sources()
    order = order_of(product, quantity=15)
    text = page_text(admin_client.get(address("ship", order), follow=True))
    assert "Select a Source to Ship from" in text
    assert "-- Please Select --" in text
    assert "12 3 more owed: not on the shelf yet" in text
    assert "Berlin 8 8 Lyon 4 4" in text


def test_quantities_of_the_chosen_source_can_be_changed_and_go_on_to_the_shipment(admin_client: Client) -> None:
    _, lyon, product = two_sources()
    order = order_of(product, quantity=10)
    page = admin_client.get(address("source_selection", order), {"source": lyon.pk}).content.decode()
    assert values_of(page) == boxes(order, 2)
    answer = admin_client.post(address("source_selection", order), {"source": lyon.pk, **boxes(order, 4)}, follow=True)
    assert values_of(answer.content.decode()) == boxes(order, 4)
    assert "Source: Lyon" in page_text(answer)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("-1", "Please enter 0 or more."),
        ("5", "Qty of BAG should be less or equal to 4 (asked 5, on shelf 4)."),
        ("1.5", "Please enter a whole number"),
        ("x", "Please enter a valid number"),
        ("0", "You should select one or more items to ship."),
    ],
)
def test_a_quantity_that_the_source_cannot_give_is_refused(admin_client: Client, typed: str, problem: str) -> None:
    _, lyon, product = two_sources()
    order = order_of(product, quantity=10)
    data = {"source": lyon.pk, "algorithm": "distance", **boxes(order, typed)}
    answer = admin_client.post(address("source_selection", order), data)
    assert (answer.status_code, problem in page_text(answer)) == (400, True)
    assert values_of(answer.content.decode()) == boxes(order, typed)


def test_no_more_than_is_covered_is_taken_from_a_full_shelf(admin_client: Client) -> None:
    berlin, _, product = two_sources(berlin=8, lyon=0)
    order_of(product, quantity=6)
    order = order_of(product, quantity=6)
    answer = admin_client.post(address("source_selection", order), {"source": berlin.pk, **boxes(order, 3)})
    assert "Qty of BAG should be less or equal to 2 (asked 3, on shelf 8)." in page_text(answer)
    assert "2 4 more owed: the rest on the shelf is for orders ahead" in page_text(answer)


def test_a_source_has_to_be_chosen(admin_client: Client) -> None:
    _, _, product = two_sources()
    order = order_of(product, quantity=10)
    answer = admin_client.post(address("source_selection", order), {"source": ""})
    assert "Please select a source to ship from." in page_text(answer)


@pytest.mark.parametrize("source", ["", "x", "999999", "\0", "-1"])
def test_a_source_that_is_none_of_the_stock_ships_nothing(admin_client: Client, source: str) -> None:
    _, _, product = two_sources()
    order = order_of(product, quantity=10)
    data = {"key": str(uuid.uuid4()), "source": source, **boxes(order, 1)}
    answer = admin_client.post(address("ship", order), data, follow=True)
    assert "Please select a source to ship from." in answer.content.decode()
    assert order.shipments.count() == 0


def test_the_only_source_that_has_it_is_chosen(admin_client: Client) -> None:
    _, _, product = two_sources(berlin=0)
    order = order_of(product, quantity=3)
    page = admin_client.get(address("source_selection", order)).content.decode()
    assert re.search(r"<option value=\"\d+\" selected>Lyon</option>", page)
    assert values_of(page) == boxes(order, 3)


def test_what_is_left_at_the_other_source_ships_next(admin_client: Client) -> None:
    berlin, lyon, product = two_sources()
    order = order_of(product, quantity=12)
    _, text = submit(admin_client, order, berlin, 8)
    assert "Ship" in text
    submit(admin_client, order, lyon, 4)
    assert [shipment.source for shipment in order.shipments.all()] == [berlin, lyon]
    assert order.lines.get().open == 0


def test_distance_priority_asks_for_the_place_and_then_for_the_nearest(admin_client: Client) -> None:
    _, _, product = two_sources()
    order = order_of(product, quantity=10)
    page = address("source_selection", order)
    assert "The place of this order is not known" in page_text(admin_client.get(page, {"algorithm": "distance"}))
    paris = {"latitude": "48.8566", "longitude": "2.3522", "algorithm": "distance"}
    text = page_text(admin_client.post(address("destination", order), paris, follow=True))
    assert "The place of the order has been saved." in text
    assert "Lyon 393 km 4 4 Berlin 877 km 8 6" in text
    assert "Berlin 8 8 Lyon 4 2" in page_text(admin_client.get(page))


@pytest.mark.parametrize(
    ("latitude", "longitude", "problem"),
    [
        ("", "1", "Please enter the latitude as a number, for example 52.52."),
        ("x", "1", "Please enter the latitude as a number"),
        ("91", "1", "Please enter a latitude between -90 and 90."),
        ("1", "-181", "Please enter a longitude between -180 and 180."),
        ("1", "NaN", "Please enter the longitude as a number"),
        ("1", "9" * 50, "Please enter a longitude between"),
        ("1.1234567", "1", "at most six decimal places"),
    ],
)
def test_a_place_that_makes_no_sense_is_refused_and_kept_in_the_boxes(
    admin_client: Client, latitude: str, longitude: str, problem: str
) -> None:
    _, _, product = two_sources()
    order = order_of(product, quantity=10)
    data = {"latitude": latitude, "longitude": longitude, "algorithm": "distance"}
    answer = admin_client.post(address("destination", order), data)
    assert (answer.status_code, problem in page_text(answer)) == (400, True)
    assert f'value="{longitude}"' in answer.content.decode()
    order.refresh_from_db()
    assert order.latitude is None
