"""Paying on the provider's own page, in a real browser: Stripe's is played by the test, nothing leaves this machine."""

import re
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
import stripe
from django.test import Client
from payments import core
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from backorders.models import Order
from tests.backorders.stripe_shop import StripeShop
from tests.factories.catalog import product_with_stock
from tests.journeys.checkout_page import fill_in, fits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gateway(settings: Settings, monkeypatch: pytest.MonkeyPatch, live_shop: str) -> Iterator[StripeShop]:
    """Stripe with a page of its own: on another host than the shop's, so that the shop has to let its form lead there."""
    shop = StripeShop(settings, monkeypatch)
    monkeypatch.setattr(core, "PAYMENT_HOST", urlsplit(live_shop).netloc)

    class PaymentPage(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = shop.sessions[-1]
            links = f'<a href="{asked["success_url"]}">Pay</a> <a href="{asked["cancel_url"]}">Leave</a>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Stripe</title><h1>Stripe</h1>{links}".encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), PaymentPage) as stripes:
        host = f"http://127.0.0.1:{stripes.server_port}"
        shop.page = f"{host}/c/pay/cs_1"
        settings.SECURE_CSP = {**settings.SECURE_CSP, "form-action": ["'self'", host]}
        thread = Thread(target=stripes.serve_forever)
        thread.start()
        yield shop
        stripes.shutdown()
        thread.join()


def order_a_bag(page: Page) -> None:
    product_with_stock(quantity=5, name="Bag", slug="bag", price=Decimal("10.00"))
    page.goto("/products/bag/")
    page.get_by_role("button", name="Add to Cart").click()
    expect(page.get_by_text("You added Bag to your shopping cart.")).to_be_visible()
    page.goto("/checkout/")
    expect(page.get_by_label("Card number")).to_have_count(0)
    fill_in(page)
    page.get_by_role("button", name=re.compile("Place Order")).click()


def test_shopper_pays_at_stripe_and_waits_for_its_answer(gateway: StripeShop, page: Page) -> None:
    order_a_bag(page)
    expect(page.get_by_role("heading", name="Stripe")).to_be_visible()
    page.get_by_role("link", name="Pay").click()
    expect(page.get_by_role("heading", name="Your payment is being confirmed")).to_be_visible()
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", name="Your payment is being confirmed")).to_be_visible()
    gateway.tell(Client(), Order.objects.get().payments.get(), "paid")
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", name=re.compile("Thank you"))).to_be_visible()


def test_shopper_who_left_stripe_pays_from_the_orders_page(gateway: StripeShop, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    order_a_bag(page)
    page.get_by_role("link", name="Leave").click()
    expect(page.get_by_role("heading", name="Your order is waiting for its payment")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name=re.compile("Pay")).click()
    expect(page.get_by_role("heading", name="Stripe")).to_be_visible()
    assert len(gateway.sessions) == 1


def test_an_error_of_stripe_is_told_and_tried_again(gateway: StripeShop, page: Page) -> None:
    gateway.fails_with = stripe.APIConnectionError("no route to sk_test_secret")
    order_a_bag(page)
    expect(page.get_by_text("The payment provider did not answer, and nothing was charged.")).to_be_visible()
    expect(page.get_by_text("sk_test_secret")).to_have_count(0)
    gateway.fails_with = None
    page.get_by_role("button", name=re.compile("Pay")).click()
    expect(page.get_by_role("heading", name="Stripe")).to_be_visible()
    assert Order.objects.count() == 1
