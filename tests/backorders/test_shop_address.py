"""What leaves the shop about an order leads back to the shop that it was placed in."""

import pytest
from django.test import Client

from backorders.emails.message import order_message
from backorders.emails.order_confirmation import order_copy
from backorders.models import Order, Payment
from catalog.models import StoreView, Website
from tests.factories.backorders import OrderFactory
from tests.factories.catalog import StockFactory, StoreViewFactory, WebsiteFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_named", [True, False])
def test_mails_copies_and_the_provider_lead_to_the_host_of_the_orders_store_view(*, is_named: bool) -> None:
    view = StoreViewFactory.create(host="jp.localhost")
    StoreViewFactory.create(website=view.website)
    order = OrderFactory.create(website=view.website, store_view=view if is_named else None)
    home = "http://jp.localhost:8000"
    assert f"{home}/orders/{order.checkout}/" in order_message("order_held", order).text
    assert f"{home}/admin/backorders/order/{order.pk}/change/" in order_copy(order, list(order.lines.all())).text
    payment = Payment(order=order, variant="card", total=1, currency="JPY")
    assert payment.get_success_url() == f"{home}/orders/{order.checkout}/?returned=1"


def test_order_of_a_view_without_a_host_leads_to_the_shops_own() -> None:
    StoreViewFactory.create(website=Website.objects.get(is_default=True), host="other.localhost")
    order = OrderFactory.create(store_view=StoreView.objects.get(is_default=True))
    assert f"http://localhost:8000/orders/{order.checkout}/" in order_message("order_held", order).text
    by_staff = OrderFactory.create()
    assert f"http://localhost:8000/orders/{by_staff.checkout}/" in order_message("order_held", by_staff).text


def test_store_view_is_deleted_and_its_orders_stay() -> None:
    view = StoreViewFactory.create(host="jp.localhost")
    order = OrderFactory.create(website=view.website, store_view=view)
    view.delete()
    order.refresh_from_db()
    assert order.store_view_id is None


def elsewhere(host: str) -> Order:
    """Return an order of a second website that sells from a stock of its own."""
    website = WebsiteFactory.create(name="Quay Europe")
    view = StoreViewFactory.create(website=website, host=host)
    StockFactory.create(website=website)
    return OrderFactory.create(website=website, store_view=view)


def test_an_order_of_another_host_leads_on_to_it_with_all_that_its_address_holds(client: Client) -> None:
    path = f"/orders/{elsewhere('eu.localhost').checkout}/?returned=1"
    answer = client.get(path, headers={"host": "localhost:8000"})
    assert (answer.status_code, answer["Location"]) == (302, f"http://eu.localhost:8000{path}")
    there = client.get(path, headers={"host": "eu.localhost:8000"})
    assert (there.status_code, "Quay Europe" in there.content.decode()) == (200, True)
    assert '<a href="http://localhost:8000/">Main Website' in " ".join(there.content.decode().split())


def test_an_order_of_a_website_without_a_host_is_shown_under_its_name(client: Client) -> None:
    order = elsewhere("")
    for path in ("", "cancel-items/"):
        page = client.get(
            f"/orders/{order.checkout}/{path}", headers={"host": "localhost"}, follow=True
        ).content.decode()
        assert "<span>Quay Europe</span>" in page
    assert "<span>Main Website</span>" in client.get("/", headers={"host": "localhost"}).content.decode()
