"""Receive delivery: typed, looked at, booked once; one of several rows changed, sent twice, in two tabs, by each role."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Delivery
from catalog.models import Product, SourceItem
from tests.backorders.admin.admin_text import admin_text
from tests.factories.catalog import SourceFactory, default_source, expected_supply, product_with_stock

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/backorders/delivery/receive/"


def post(client: Client, rows: str, do: str = "look", **fields: Any) -> Any:
    data = {"source": default_source().pk, "rows": rows, "do": do, **fields}
    return client.post(ADDRESS, data, follow=True)


def looked(client: Client, rows: str, **fields: Any) -> dict[str, Any]:
    """Return the fields of the page that was looked at, as its button Book Delivery sends them."""
    answer = post(client, rows, **fields)
    context = answer.context
    assert context["look"] is not None, context["problems"]
    return {"rows": context["rows"], "key": context["key"], "seen": context["look"].seen, **fields}


def owing(units: int) -> Product:
    bag = product_with_stock(quantity=0, backorders=1)
    place_order(lines={bag: units}, email="ada@example.org", by=None, now=timezone.now())
    return bag


def on_hand(product: Product) -> Decimal:
    return SourceItem.objects.get(product=product, source=default_source()).quantity


def test_it_says_whom_it_serves_and_books_what_was_looked_at(admin_client: Client) -> None:
    bag, cap = owing(3), product_with_stock(quantity=7)
    answer = post(admin_client, f"{bag.sku} 5\n{cap.sku} 1")
    told = admin_text(answer)
    assert "6 units of 2 products. 3 owed units of 1 order would be covered." in told
    assert "7 → 8" in told
    assert (on_hand(bag), on_hand(cap)) == (0, 7)
    fields = looked(admin_client, f"{bag.sku} 5\n{cap.sku} 1", reference="D-7")
    booked = post(admin_client, do="book", **fields)
    delivery = Delivery.objects.get()
    assert booked.redirect_chain[-1][0] == reverse("admin:backorders_delivery_change", args=(delivery.pk,))
    assert f"Delivery #{delivery.number} has been booked" in admin_text(booked)
    assert (on_hand(bag), on_hand(cap), delivery.reference) == (5, 8, "D-7")


def test_it_says_what_was_expected_and_what_remains(admin_client: Client) -> None:
    bag, cap = product_with_stock(), product_with_stock()
    supply = expected_supply(bag, 40, reference="PO-7")
    day = f"{supply.expected_on:%b %-d, %Y}"
    told = admin_text(post(admin_client, f"{bag.sku} 25\n{cap.sku} 1"))
    assert f"Of 40 expected on {day} (PO-7), 25 come now, 15 remain expected." in told
    fields = looked(admin_client, f"{bag.sku} 45", expected_as="PO-7")
    assert fields["expected_as"] == "PO-7"
    booked = admin_text(post(admin_client, do="book", **fields))
    assert f"Of 40 expected on {day} (PO-7), 40 came, nothing remains expected." in booked
    supply.refresh_from_db()
    assert supply.received == 40
    assert "Nothing is expected here under “PO-9”." in admin_text(
        post(admin_client, f"{cap.sku} 1", expected_as="PO-9")
    )


def test_sent_twice_it_is_booked_once(admin_client: Client) -> None:
    bag = product_with_stock(quantity=1)
    fields = looked(admin_client, f"{bag.sku} 5")
    post(admin_client, do="book", **fields)
    post(admin_client, do="book", **fields)
    assert (on_hand(bag), Delivery.objects.count()) == (6, 1)


def test_a_row_that_was_changed_since_is_looked_at_again(admin_client: Client) -> None:
    bag, cap = product_with_stock(quantity=1), product_with_stock(quantity=1)
    fields = looked(admin_client, f"{bag.sku} 5\n{cap.sku} 5")
    answer = post(admin_client, do="book", **{**fields, "rows": f"{bag.sku} 5\n{cap.sku} 50"})
    assert "Please look again" in admin_text(answer)
    assert not Delivery.objects.exists()
    again = {**fields, "rows": answer.context["rows"], "seen": answer.context["look"].seen}
    post(admin_client, do="book", **again)
    assert (on_hand(bag), on_hand(cap)) == (6, 51)


def test_an_order_that_came_between_is_looked_at_again(admin_client: Client) -> None:
    bag = owing(1)
    fields = looked(admin_client, f"{bag.sku} 5")
    place_order(lines={bag: 2}, email="ada@example.org", by=None, now=timezone.now())
    answer = post(admin_client, do="book", **fields)
    assert "Please look again" in admin_text(answer)
    assert not Delivery.objects.exists()


def test_in_two_tabs_the_second_is_told_of_the_number_that_was_booked(admin_client: Client) -> None:
    bag = product_with_stock(quantity=1)
    tabs = [looked(admin_client, f"{bag.sku} 5", reference="D-7") for _ in range(2)]
    answers = [post(admin_client, do="book", **fields) for fields in tabs]
    assert "has been booked at" in admin_text(answers[1])
    assert "Nothing was booked a second time" in admin_text(answers[1])
    assert (on_hand(bag), Delivery.objects.count()) == (6, 1)


def test_each_row_that_cannot_be_read_is_named_and_what_was_typed_stays(admin_client: Client) -> None:
    bag = product_with_stock(quantity=1)
    rows = f"{bag.sku};2\nnobody;1\n{bag.sku};many"
    answer = post(admin_client, rows)
    told = admin_text(answer)
    assert "Row 2: there is no product with the SKU “nobody”." in told
    assert f"Row 3: “many” is no quantity of {bag.sku}" in told
    assert answer.context["rows"] == rows
    assert answer.context["look"] is None


def test_a_file_is_read_and_its_rows_stand_in_the_box(admin_client: Client) -> None:
    bag, cap = product_with_stock(quantity=1), product_with_stock(quantity=1)
    file = SimpleUploadedFile("came.csv", f"sku;qty\r\n{bag.sku};4\r\n".encode("utf-16"))
    answer = post(admin_client, f"{cap.sku} 1", file=file)
    fields = {"rows": answer.context["rows"], "key": answer.context["key"], "seen": answer.context["look"].seen}
    post(admin_client, do="book", **fields)
    assert (on_hand(bag), on_hand(cap)) == (5, 2)


@pytest.mark.parametrize("bad", ["\0", "\u202e", "x" * 300_000])
def test_what_no_row_holds_is_refused(admin_client: Client, bad: str) -> None:
    answer = admin_client.post(ADDRESS, {"source": "nowhere", "rows": bad, "reference": bad[:200]})
    assert answer.status_code in {200, 400}
    assert not Delivery.objects.exists()


def test_another_source_than_was_looked_at_is_looked_at_again(admin_client: Client) -> None:
    bag, other = product_with_stock(quantity=1), SourceFactory.create()
    fields = looked(admin_client, f"{bag.sku} 5")
    answer = post(admin_client, do="book", **{**fields, "source": other.pk})
    assert "Please look again" in admin_text(answer)
    assert not Delivery.objects.exists()


def test_units_that_do_not_count_are_said_not_to(admin_client: Client) -> None:
    bag = owing(3)
    bag.source_items.update(is_in_stock=False)
    told = admin_text(post(admin_client, f"{bag.sku} 5"))
    assert "these units do not count until it is set In Stock there" in told
    assert "No owed unit would be covered" in told


@pytest.mark.parametrize(
    ("role", "may_receive"),
    [("Merchandiser", True), ("Fulfilment", True), ("Customer service", False), ("Viewer", False)],
)
def test_each_role_sees_deliveries_and_who_counts_goods_receives_them(
    client: Client, role: str, *, may_receive: bool
) -> None:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    bag = product_with_stock(quantity=1)
    grid = client.get(reverse("admin:backorders_delivery_changelist"))
    assert grid.status_code == 200
    assert ("Receive delivery" in grid.content.decode()) is may_receive
    assert client.get(ADDRESS).status_code == (200 if may_receive else 403)
    assert post(client, f"{bag.sku} 1").status_code == (400 if may_receive else 403)


def test_a_disabled_source_is_not_offered(admin_client: Client) -> None:
    closed = SourceFactory.create(is_enabled=False)
    bag = product_with_stock(quantity=1)
    assert closed.pk not in [pk for pk, _, _ in admin_client.get(ADDRESS).context["sources"]]
    answer = post(admin_client, f"{bag.sku} 1", source=closed.pk)
    assert answer.context["look"] is None


def test_a_long_delivery_is_looked_at_with_each_of_its_rows(admin_client: Client) -> None:
    products = [product_with_stock(quantity=1) for _ in range(40)]
    fields = looked(admin_client, "\n".join(f"{product.sku} 2" for product in products))
    post(admin_client, do="book", **fields)
    assert {on_hand(product) for product in products} == {Decimal(3)}
    assert Delivery.objects.get().lines.count() == 40


def test_lists_ask_a_constant_number_of_queries(admin_client: Client, django_assert_num_queries: Any) -> None:
    products = [product_with_stock(quantity=1) for _ in range(30)]
    for count in (1, 30):
        fields = looked(admin_client, "\n".join(f"{product.sku} 2" for product in products[:count]))
        post(admin_client, do="book", **fields)
        delivery = Delivery.objects.latest("pk")
        with django_assert_num_queries(8):
            admin_client.get(reverse("admin:backorders_delivery_change", args=(delivery.pk,)))
    with django_assert_num_queries(7):
        admin_client.get(reverse("admin:backorders_delivery_changelist"))
