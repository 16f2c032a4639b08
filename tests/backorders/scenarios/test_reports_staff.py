"""What each role may do, and what staff are told when an order cannot be made, as the bug reports of other shops tell it."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from backorders.models import Order
from catalog.models import SourceItem
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.create_order import submitted
from tests.backorders.shipping import address, order_of, submit, two_sources
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def member_of(role: str) -> Client:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("role", "answers", "shipped"),
    [
        ("Fulfilment", [200, 200, 200], 1),
        ("Customer service", [403, 403, 403], 0),
        ("Merchandiser", [403, 403, 403], 0),
        ("Viewer", [403, 403, 403], 0),
    ],
)
def test_b57_who_ships_needs_no_rights_on_sources_and_others_may_not(
    role: str, answers: list[int], shipped: int
) -> None:
    berlin, _, product = two_sources()
    order, client = order_of(product, quantity=1), member_of(role)
    opened = [
        client.get(address("source_selection", order)).status_code,
        client.get(address("ship", order), {"source": berlin.pk}).status_code,
        submit(client, order, berlin, 1)[0],
    ]
    assert (opened, order.lines.get().shipped, order.shipments.count()) == (answers, shipped, shipped)
    assert SourceItem.objects.get(source=berlin).quantity == 8 - shipped


def test_b89_staff_are_told_a_reason_for_each_product_that_cannot_be_ordered(admin_client: Client) -> None:
    product_with_stock(quantity=0, sku="NONE", name="Sold out")
    product_with_stock(quantity=9, sku="OFF", name="Switched off", is_enabled=False)
    answer = submitted(admin_client, ("NONE", 1), ("OFF", 1))
    text = admin_text(answer)
    assert "Sold out SKU: NONE This product is out of stock." in text
    assert (
        "Switched off SKU: OFF This product, or the one that it is a variant of, is disabled or not sold on this website."
        in text
    )
    assert (answer.status_code, Order.objects.count()) == (400, 0)
