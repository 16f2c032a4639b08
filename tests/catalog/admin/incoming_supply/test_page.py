"""Expect supply: many rows typed or read, refused by row, sent twice, by each role."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalog.models import IncomingSupply
from tests.backorders.admin.admin_text import admin_text
from tests.factories.catalog import SourceFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/catalog/incomingsupply/expect/"


def post(client: Client, rows: str, **fields: Any) -> Any:
    data = {"source": default_source().pk, "expected_on": "2026-12-03", "reference": "", "rows": rows, **fields}
    return client.post(ADDRESS, data, follow=True)


def stored() -> list[tuple[str, str, str, str, str]]:
    rows = IncomingSupply.objects.order_by("pk").select_related("product", "source")
    return [(row.product.sku, row.source.code, str(row.quantity), str(row.expected_on), row.reference) for row in rows]


def test_many_rows_are_typed_and_expected(admin_client: Client) -> None:
    bag, cap = product_with_stock(), product_with_stock()
    lyon = SourceFactory.create(code="Lyon")
    answer = post(admin_client, f"{bag.sku} 40\n{cap.sku},lyon,12,2026-12-20,PO-8", reference="PO-7")
    assert "2 supplies are expected now." in admin_text(answer)
    assert stored() == [
        (bag.sku, "default", "40.0000", "2026-12-03", "PO-7"),
        (cap.sku, lyon.code, "12.0000", "2026-12-20", "PO-8"),
    ]


def test_a_file_that_is_sent_twice_counts_once(admin_client: Client) -> None:
    bag = product_with_stock()
    content = f"SKU;Source code;Quantity;Date;Reference\r\n{bag.sku};default;40;2026-12-03;PO-7\r\n".encode("utf-16")
    answers = [post(admin_client, "", file=SimpleUploadedFile("supply.csv", content)) for _ in range(2)]
    assert "1 row was there already." in admin_text(answers[1])
    assert len(stored()) == 1


def test_each_row_that_cannot_be_expected_is_named_what_was_typed_stays_and_nothing_is_written(
    admin_client: Client,
) -> None:
    bag = product_with_stock()
    rows = f"{bag.sku} 40\nnobody 1\n{bag.sku},nowhere,1,2026-12-20,\n{bag.sku},default,many,soon,\n{bag.sku} 3"
    answer = post(admin_client, rows)
    assert answer.context["problems"] == (
        "Row 2: there is no product with the SKU “nobody”.",
        "Row 3: there is no source with the code “nowhere”.",
        "Row 4: “many” is no quantity that can be expected.",
        "Row 4: “soon” is no day. Please write it as 2026-12-03.",
        "Row 5: it names the same product, source, day and reference as row 1.",
    )
    assert (answer.status_code, answer.context["rows"], stored()) == (400, rows, [])


def test_rows_name_the_same_supply_by_what_they_are_found_as_not_by_how_they_are_spelt(admin_client: Client) -> None:
    bag = product_with_stock(sku="BAG")
    twin = product_with_stock(sku="bag", is_sku_twin=True)
    answer = post(admin_client, "BAG,default,40,2026-12-03,po-7\nBAG,Default,40,2026-12-03,PO-7")
    assert answer.context["problems"] == ("Row 2: it names the same product, source, day and reference as row 1.",)
    post(admin_client, "BAG 40\nbag 41")
    assert list(IncomingSupply.objects.order_by("pk").values_list("product", "quantity")) == [
        (bag.pk, 40),
        (twin.pk, 41),
    ]


def test_what_the_action_refuses_is_said_by_row(admin_client: Client) -> None:
    bag = product_with_stock()
    post(admin_client, f"{bag.sku} 40")
    answer = post(admin_client, f"{bag.sku} 41")
    assert "Row 1: 40 are expected there on that day" in admin_text(answer)
    assert len(stored()) == 1


@pytest.mark.parametrize("bad", ["\0", "\u202e", "x" * 400_000, "", "\u200b 4"])
def test_what_no_row_holds_is_refused(admin_client: Client, bad: str) -> None:
    answer = admin_client.post(
        ADDRESS, {"source": "nowhere", "expected_on": "never", "rows": bad, "reference": bad[:200]}
    )
    assert answer.status_code == 400
    assert stored() == []


def test_a_product_page_leads_here_with_its_sku(admin_client: Client) -> None:
    assert admin_client.get(ADDRESS, {"sku": "BAG"}).context["rows"] == "BAG "


@pytest.mark.parametrize(
    ("role", "may_receive"),
    [("Merchandiser", True), ("Fulfilment", True), ("Customer service", False), ("Viewer", False)],
)
def test_each_role_sees_supply_and_who_receives_stock_manages_it(
    client: Client, role: str, *, may_receive: bool
) -> None:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    bag = product_with_stock()
    supply = IncomingSupply.objects.create(product=bag, source=default_source(), quantity=4, expected_on="2026-12-01")
    grid = client.get(reverse("admin:catalog_incomingsupply_changelist"))
    assert (grid.status_code, "Expect supply" in grid.content.decode()) == (200, may_receive)
    assert client.get(ADDRESS).status_code == (200 if may_receive else 403)
    assert post(client, f"{bag.sku} 1").status_code == (200 if may_receive else 403)
    page = reverse("admin:catalog_incomingsupply_change", args=(supply.pk,))
    assert client.get(page).status_code == 200
    assert client.post(page, {"quantity": "5"}).status_code == (200 if may_receive else 403)
