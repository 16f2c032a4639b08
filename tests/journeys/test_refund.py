"""A refund that the provider refused, in a real browser: staff read why, send it again, and mark one as sent."""

from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from backorders.actions.cancel_order import cancel_order
from backorders.actions.place_order import place_order
from backorders.models import Order, Refund
from tests.factories.catalog import product_with_stock
from tests.journeys.checkout_page import fits
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def refused_refund() -> Order:
    order = place_order(
        lines={product_with_stock(quantity=5, price=Decimal("10.00")): 2},
        email="ada@example.org",
        by=None,
        now=timezone.now(),
    )
    order.payments.get().change_status("confirmed")
    cancel_order(order=order, by=None, now=timezone.now())
    Refund.objects.update(status="failed", message="Insufficient balance.")
    return order


@pytest.mark.parametrize(
    ("button", "said", "status"),
    [
        ("Send again", "The refund is sent again.", "requested"),
        ("Mark as sent", "You marked the refund as sent.", "sent"),
    ],
)
def test_staff_settle_a_refund_that_was_refused(page: Page, button: str, said: str, status: str) -> None:
    order = refused_refund()
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, f"/admin/backorders/order/{order.pk}/change/")
    expect(page.get_by_text("Insufficient balance.")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("button", name=button)).to_have_count(0)
    assert Refund.objects.get().status == status
