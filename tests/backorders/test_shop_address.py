"""What leaves the shop about an order leads back to the shop that it was placed in."""

import pytest

from backorders.emails.message import order_message
from backorders.emails.order_confirmation import order_copy
from backorders.models import Payment
from catalog.models import StoreView, Website
from tests.factories.backorders import OrderFactory
from tests.factories.catalog import StoreViewFactory

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
