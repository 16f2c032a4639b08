"""Products are deleted while shoppers buy them and staff ship them: nothing is lost, nothing crashes, nobody waits for ever."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.utils import timezone

from backorders.actions.cancel_order import CannotCancel, cancel_order
from backorders.actions.cart import add_to_cart
from backorders.actions.edit_order import CannotEdit, edit_order
from backorders.actions.place_order import NotSalable, place_order
from backorders.actions.refund_order import CannotRefund, Refunded, refund_order
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.models import CartLine, Order, QueuePlace
from catalog.actions.product import delete_products
from catalog.actions.website import delete_website
from catalog.forms.hidden_fields import KEY
from catalog.forms.once import GONE, Asked, once
from catalog.models import Product, SalesChannel, Source, Stock, UsedKey, Website
from inventory_site.login.session import SessionStore
from tests.backorders.staff_orders import paid
from tests.concurrency.race import race
from tests.factories.backorders import CartFactory
from tests.factories.catalog import WebsiteFactory, default_source, default_website, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db(transaction=True)


def deleted(product: Product) -> str:
    delete_products(product_ids=[product.pk], by=None, may_delete_held=True, now=timezone.now())
    return "deleted"


def bought(product: Product) -> str:
    try:
        place_order(lines={product: 1}, email="ada@example.org", by=None, now=timezone.now())
    except NotSalable:
        return "refused"
    return "placed"


@pytest.mark.parametrize("manage_stock", [True, False])
def test_delete_against_place_order_owes_what_was_placed(*, manage_stock: bool) -> None:
    for _ in range(4):
        product = product_with_stock(quantity=9, manage_stock=manage_stock)
        before = Order.objects.count()
        results = race([*[partial(bought, product)] * 3, partial(deleted, product)])
        placed = results.count("placed")
        assert Order.objects.count() - before == placed
        owed = QueuePlace.objects.filter(product_id=product.pk, is_gone=True, owed=1)
        assert (owed.count(), Product.objects.filter(pk=product.pk).exists()) == (placed, False)
    assert unsound(limit=None) == []


def acted(order: Order, verb: str, source: Source, other: Product) -> str:
    line = order.lines.get()
    try:
        match verb:
            case "ship":
                ship_order(
                    order=order,
                    source=source,
                    units={line: Decimal(1)},
                    key=str(uuid.uuid4()),
                    by=None,
                    unpaid_confirmed=True,
                    now=timezone.now(),
                )
            case "cancel":
                cancel_order(order=order, units={line: Decimal(1)}, by=None, now=timezone.now())
            case "refund":
                part = Refunded(Decimal(1), return_to_stock=False)
                refund_order(order=order, units={line: part}, key=str(uuid.uuid4()), by=None, now=timezone.now())
            case _:
                edit_order(
                    order=order, units={line: Decimal(2)}, added={other: Decimal(1)}, by=None, now=timezone.now()
                )
    except (CannotShip, CannotCancel, CannotRefund, CannotEdit):
        return "refused"
    return "done"


@pytest.mark.parametrize("verb", ["ship", "cancel", "refund", "edit"])
def test_delete_against_staff_keeps_every_unit_in_the_books(verb: str) -> None:
    source = default_source()
    for _ in range(3):
        product, other = product_with_stock(quantity=9), product_with_stock(quantity=9)
        order = paid(product, 3)
        gone = other if verb == "edit" else product
        results = race([partial(acted, order, verb, source, other), partial(deleted, gone)])
        assert results[1] == "deleted"
        left = sum((line.open for line in order.lines.all()), Decimal(0))
        owed = sum((place.owed for place in QueuePlace.objects.filter(order=order, is_gone=True)), Decimal(0))
        assert owed == (left if gone == product else sum(line.open for line in order.lines.filter(product=None)))
    assert unsound(limit=None) == []


def added(website: Website, token: uuid.UUID, product: Product) -> str:
    try:
        add_to_cart(token=token, website=website, product=product, quantity=Decimal(1))
    except (Product.DoesNotExist, Website.DoesNotExist):
        return "gone"
    return "added"


def test_delete_against_add_to_cart_is_said_and_no_error() -> None:
    for _ in range(4):
        product = product_with_stock(quantity=9)
        adds = [partial(added, default_website(), uuid.uuid4(), product) for _ in range(3)]
        results = race([*adds, partial(deleted, product)])
        assert results[3] == "deleted"
        assert set(results[:3]) <= {"added", "gone"}
    assert not CartLine.objects.exclude(product=None).exists()


def test_a_website_that_is_deleted_while_shoppers_fill_their_carts_goes() -> None:
    product = product_with_stock(quantity=9)
    for _ in range(4):
        website = WebsiteFactory.create()
        SalesChannel.objects.create(website=website, stock=Stock.objects.default())
        product.websites.add(website)
        cart = CartFactory.create(website=website)
        tokens = (cart.token, cart.token, uuid.uuid4())
        workers: list[Callable[[], object]] = [partial(added, website, token, product) for token in tokens]
        workers.append(partial(delete_website, website))
        assert set(race(workers)) <= {"added", "gone", None}
        assert not Website.objects.filter(pk=website.pk).exists()


def test_a_form_whose_row_is_gone_by_its_commit_is_shown_again(rf: RequestFactory) -> None:
    request = rf.post("/", {KEY: str(uuid.uuid4()), "name": "typed"})
    request.user, request.session = AnonymousUser(), SessionStore()
    MessageMiddleware(lambda _: HttpResponse()).process_request(request)

    def view(request: HttpRequest) -> HttpResponse:
        CartLine.objects.create(cart=CartFactory.create(), product_id=10**9, quantity=1)
        messages.success(request, "Saved.")
        return HttpResponseRedirect("/")

    def asks(_: HttpRequest, asked: Asked) -> HttpResponse:
        return HttpResponse(f"{asked.text}{asked.fields}")

    answer = once(view, asks=asks)(request)
    assert (GONE in answer.text, "typed" in answer.text, list(messages.get_messages(request))) == (True, True, [])
    assert not [*CartLine.objects.all(), *UsedKey.objects.all()]
