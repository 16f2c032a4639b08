"""Callbacks of payment providers: in any order and number they pay, cancel and refund once, and never end in an error page."""

import json
from decimal import Decimal

import pytest
import stripe
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from backorders.actions.cancel_order import cancel_order
from backorders.actions.pay_order import PaymentFailed, pay_order
from backorders.actions.place_order import place_order
from backorders.models import Order, Payment, Refund
from backorders.tasks.outbox import send_refund
from catalog.models import Product
from tests.backorders.stripe_shop import PAGE, StripeShop, post
from tests.factories.catalog import product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db
CARD = "/payments/process/card/"


@pytest.fixture
def gateway(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> StripeShop:
    return StripeShop(settings, monkeypatch)


@pytest.fixture
def caller() -> Client:
    return Client(enforce_csrf_checks=True)


def bag_of(quantity: int) -> Product:
    return product_with_stock(quantity=quantity, price=Decimal("19.99"))


def started(bag: Product, quantity: int = 1) -> tuple[Order, Payment]:
    """Place an order and send its shopper to the payment page."""
    order = place_order(lines={bag: quantity}, email="ada@example.org", by=None, now=timezone.now())
    assert pay_order(payment=order.payments.get(), details={}, now=timezone.now()) == PAGE
    return order, order.payments.get()


def state(order: Order) -> tuple[str, str, Decimal]:
    payment = Payment.objects.get(order=order)
    return Order.objects.get(pk=order.pk).status, payment.status, payment.captured_amount


def test_the_shopper_is_sent_to_stripe_with_the_exact_amount_and_comes_back_to_the_order(gateway: StripeShop) -> None:
    order, payment = started(bag_of(5), 3)
    asked = gateway.sessions[0]
    assert asked["line_items"][0]["price_data"]["unit_amount"] == 5997
    assert asked["success_url"] == f"http://localhost:8000/orders/{order.checkout}/?returned=1"
    assert asked["cancel_url"] == f"http://localhost:8000/orders/{order.checkout}/"
    assert (payment.transaction_id, payment.attrs.session["url"]) == ("cs_1", PAGE)


def test_a_second_click_leads_to_the_same_session(gateway: StripeShop) -> None:
    _, payment = started(bag_of(5))
    assert pay_order(payment=payment, details={}, now=timezone.now()) == PAGE
    assert len(gateway.sessions) == 1


@pytest.mark.parametrize(
    ("told", "expected", "salable"),
    [
        (["paid"], ("processing", "confirmed", "19.99"), 4),
        (["paid", "paid"], ("processing", "confirmed", "19.99"), 4),
        (["paid", "expired"], ("processing", "confirmed", "19.99"), 4),
        (["unpaid"], ("pending_payment", "waiting", "0"), 4),
        (["unpaid", "paid"], ("processing", "confirmed", "19.99"), 4),
        (["expired", "expired"], ("canceled", "rejected", "0"), 5),
        (["expired", "paid", "paid"], ("processing", "confirmed", "19.99"), 4),
    ],
)
def test_callbacks_in_any_order_count_once(
    gateway: StripeShop, caller: Client, told: list[str], expected: tuple[str, str, str], salable: int
) -> None:
    bag = bag_of(5)
    order, payment = started(bag)
    assert [gateway.tell(caller, payment, outcome) for outcome in told] == [200] * len(told)
    assert state(order) == (*expected[:2], Decimal(expected[2]))
    assert bag.salable_quantity() == salable
    assert unsound(limit=0) == []


def test_a_refund_reaches_stripe_in_cents_even_after_a_callback_that_came_in_the_wrong_order(
    gateway: StripeShop, caller: Client
) -> None:
    order, payment = started(bag_of(5))
    for outcome in ("paid", "expired"):
        gateway.tell(caller, payment, outcome)
    cancel_order(order=order, by=None, now=timezone.now())
    send_refund.call(Refund.objects.get().pk)
    assert [(asked["payment_intent"], asked["amount"]) for asked in gateway.refunds] == [("pi_1", 1999)]
    assert (Refund.objects.get().status, state(order)) == ("sent", ("canceled", "refunded", Decimal("19.99")))
    assert gateway.tell(caller, payment, "paid") == 200
    assert (Refund.objects.count(), state(order)[1]) == (1, "refunded")


def test_a_refund_that_stripe_refuses_says_so(gateway: StripeShop, caller: Client) -> None:
    order, payment = started(bag_of(5))
    gateway.tell(caller, payment, "paid")
    cancel_order(order=order, by=None, now=timezone.now())
    gateway.fails_with = stripe.InvalidRequestError("Charge has been disputed.", None)
    send_refund.call(Refund.objects.get().pk)
    assert (Refund.objects.get().status, Refund.objects.get().message) == ("failed", "Charge has been disputed.")


def test_an_error_of_the_gateway_keeps_the_order_and_can_be_tried_again(gateway: StripeShop) -> None:
    order = place_order(lines={bag_of(5): 1}, email="ada@example.org", by=None, now=timezone.now())
    gateway.fails_with = stripe.APIConnectionError("no route")
    with pytest.raises(PaymentFailed):
        pay_order(payment=order.payments.get(), details={}, now=timezone.now())
    assert state(order)[:2] == ("pending_payment", "error")
    gateway.fails_with = None
    assert pay_order(payment=order.payments.get(), details={}, now=timezone.now()) == PAGE
    assert state(order)[:2] == ("pending_payment", "waiting")


@pytest.mark.parametrize(
    ("body", "secret", "answer"),
    [
        ("{}", "whsec_of_somebody_else", 400),
        ("no JSON", None, 400),
        ("[]", None, 400),
        ("{}", None, 400),
        ('{"data": {"object": {"client_reference_id": null}}, "object": "event"}', None, 400),
        ('{"data": {"object": {"client_reference_id": {"a": 1}}}, "object": "event"}', None, 400),
        ('{"data": {"object": {"client_reference_id": "a\\u0000b"}}, "object": "event"}', None, 400),
        ('{"data": {"object": {"client_reference_id": "nobody"}}, "object": "event"}', None, 404),
    ],
)
def test_a_message_that_is_none_is_refused(
    gateway: StripeShop, caller: Client, body: str, secret: str | None, answer: int
) -> None:
    signed_with = {} if secret is None else {"secret": secret}
    assert gateway.send(caller, body, **signed_with) == answer


def test_messages_without_a_signature_are_refused_at_every_address(gateway: StripeShop, caller: Client) -> None:
    order, payment = started(bag_of(5))
    body = json.dumps(gateway.message(payment, "paid"))
    own = f"/payments/process/{payment.token}/"
    assert [post(caller, address, body) for address in (CARD, own)] == [400, 400]
    assert [caller.get(address).status_code for address in (CARD, own)] == [400, 400]
    assert state(order) == ("pending_payment", "waiting", 0)


def test_a_signed_message_to_the_payments_own_address_counts_too(gateway: StripeShop, caller: Client) -> None:
    order, payment = started(bag_of(5))
    body = json.dumps(gateway.message(payment, "paid"))
    assert gateway.send(caller, body, address=f"/payments/process/{payment.token}/") == 200
    assert state(order)[0] == "processing"


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("/payments/process/paypal/", 404),
        ("/payments/process/checkmo/", 404),
        ("/payments/process/3b1f8c5e-6f5e-4b1c-9d1a-0f6f2b1f6a11/", 404),
        ("/payments/process/NOBODY/", 404),
        (CARD, 400),
    ],
)
def test_unknown_addresses_and_the_demo_provider_answer_in_words(caller: Client, address: str, answer: int) -> None:
    assert [caller.get(address).status_code, post(caller, address, "{}")] == [answer, answer]


@pytest.mark.parametrize("believed", ["confirmed", "rejected", "refunded", "preauth"])
def test_the_demo_providers_callback_believes_nothing(caller: Client, believed: str) -> None:
    order = place_order(lines={bag_of(5): 1}, email="ada@example.org", by=None, now=timezone.now())
    address = f"/payments/process/{order.payments.get().token}/?verification_result={believed}"
    for answer in (caller.get(address), caller.post(address)):
        assert (answer.status_code, answer["Location"]) == (302, f"/orders/{order.checkout}/")
    assert state(order) == ("pending_payment", "waiting", 0)


def test_nobody_calls_back_about_a_payment_by_check(caller: Client) -> None:
    order = place_order(
        lines={bag_of(5): 1}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    assert post(caller, f"/payments/process/{order.payments.get().token}/", "{}") == 404
