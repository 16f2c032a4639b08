"""What a credit memo says before it happens is what it does: the reference's table, and what a merchant may not expect."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.invoice_order import invoice_order
from backorders.models import QueuePlace
from catalog.models import SourceItem, StockItem
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.admin.memo_page import (
    address,
    paid,
    placed,
    refunded,
    shelf_and_salable,
    ship,
    typed,
    updated,
)
from tests.factories.catalog import configure, product_with_stock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("ordered", "invoiced", "shipped", "memo", "back", "shelf", "salable", "words"),
    [
        (5, 5, 0, 1, True, 100, 96, "1 never left: it goes back to the salable quantity (+1)."),
        (5, 5, 3, 1, True, 97, 96, "1 never left: it goes back to the salable quantity (+1)."),
        (
            5, 5, 3, 5, True, 100, 100,
            "2 never left: they go back to the salable quantity (+2). 3 were shipped: they return to Default Source (shelf +3).",
        ),
        (
            5, 4, 2, 3, True, 99, 98,
            "2 never left: they go back to the salable quantity (+2). 1 was shipped: it returns to Default Source (shelf +1).",
        ),
        (
            10, 7, 3, 5, True, 98, 95,
            "4 never left: they go back to the salable quantity (+4). 1 was shipped: it returns to Default Source (shelf +1).",
        ),
        (10, 10, 5, 5, True, 95, 95, "5 never left: they go back to the salable quantity (+5)."),
        (1, 1, 0, 1, False, 99, 99, "1 never left: it is written off (shelf -1 at Default Source, salable unchanged)."),
        (1, 1, 1, 1, False, 99, 99, "1 was shipped: nothing comes back to a shelf."),
    ],
)  # fmt: skip
def test_the_references_table_is_told_and_then_done(
    admin_client: Client,
    *,
    ordered: int,
    invoiced: int,
    shipped: int,
    memo: int,
    back: bool,
    shelf: int,
    salable: int,
    words: str,
) -> None:
    product = product_with_stock(quantity=100)
    order = placed(product, ordered)
    invoice_order(order=order, units={order.lines.get(): Decimal(invoiced)}, by=None, now=timezone.now())
    ship(order, shipped)
    on_shelf, could_sell = shelf_and_salable(product)
    asked = typed(order.lines.get(), memo, back=back)
    seen = updated(admin_client, order, asked)
    page = admin_text(seen)
    assert words in page
    assert f"{product.sku} {int(on_shelf)} now, {shelf} after {int(could_sell)} now, {salable} after" in page
    assert "You created the credit memo." in refunded(admin_client, order, asked, seen).content.decode()
    assert shelf_and_salable(product) == (shelf, salable)


@pytest.mark.parametrize(
    ("ordered", "invoiced", "memo", "back", "salable"),
    [(5, 5, 5, True, 100), (10, 5, 5, True, 95), (1, 1, 1, False, 99)],
)
def test_virtual_units_come_back_as_the_references_table_says(
    admin_client: Client, *, ordered: int, invoiced: int, memo: int, back: bool, salable: int
) -> None:
    product = product_with_stock(quantity=100, product_type="virtual")
    order = placed(product, ordered)
    invoice_order(order=order, units={order.lines.get(): Decimal(invoiced)}, by=None, now=timezone.now())
    asked = typed(order.lines.get(), memo, back=back)
    seen = updated(admin_client, order, asked)
    assert ("delivered: they return to" in admin_text(seen)) is back
    refunded(admin_client, order, asked, seen)
    assert shelf_and_salable(product) == (100 if back else 99, salable)


def test_a_write_off_takes_what_is_covered_and_releases_what_is_owed(admin_client: Client) -> None:
    order = paid(product_with_stock(quantity=2, backorders=1), 5)
    page = admin_text(updated(admin_client, order, typed(order.lines.get(), 5, back=False)))
    assert "2 never left: they are written off (shelf -2 at Default Source, salable unchanged)." in page
    assert "3 are owed, and on no shelf: they go back to the salable quantity (+3)." in page


def test_a_memo_of_owed_units_leaves_the_shelf_to_the_order_it_covers(admin_client: Client) -> None:
    product = product_with_stock(quantity=3, backorders=1)
    covered, owing = paid(product, 3), paid(product, 2)
    asked = typed(owing.lines.get(), 2, back=False)
    seen = updated(admin_client, owing, asked)
    assert "2 never left: they go back to the salable quantity (+2)." in admin_text(seen)
    refunded(admin_client, owing, asked, seen)
    place = QueuePlace.objects.get(line=covered.lines.get())
    assert (shelf_and_salable(product), place.covered, place.owed) == ((3, 0), 3, 0)


def test_the_box_is_ticked_at_first_for_units_that_never_left(admin_client: Client) -> None:
    order = paid(product_with_stock(quantity=5), 3)
    assert "3 never left: they go back to the salable quantity (+3)." in admin_text(admin_client.get(address(order)))
    ship(order, 2)
    assert "2 were shipped: nothing comes back to a shelf." in admin_text(admin_client.get(address(order)))


def test_a_product_that_is_not_managed_any_more_or_gone_says_so(admin_client: Client) -> None:
    product = product_with_stock(quantity=5)
    order = paid(product, 2)
    StockItem.objects.create(product=product, manage_stock=False)
    page = admin_text(admin_client.get(address(order)))
    assert "The stock of this product is not managed: only the money goes back." in page
    assert "Return to Stock" not in page
    product.delete()
    page = admin_text(admin_client.get(address(order)))
    assert "The product was deleted: only the money goes back." in page
    assert "You created the credit memo." in admin_text(
        refunded(admin_client, order, typed(order.lines.get(), 2, back=False))
    )


def test_a_source_that_was_unassigned_or_put_out_of_stock_is_named(admin_client: Client) -> None:
    configure("cataloginventory/options/can_back_in_stock", "0")
    product = product_with_stock(quantity=5)
    order = paid(product, 2)
    ship(order, 2)
    SourceItem.objects.update(is_in_stock=False)
    asked = typed(order.lines.get(), 2, back=True)
    assert (
        "Default Source: the product is Out of Stock there, so that the units that return do not count as salable."
        in admin_text(updated(admin_client, order, asked))
    )
    SourceItem.objects.all().delete()
    seen = updated(admin_client, order, asked)
    assert "2 were shipped: they return to Default Source (shelf +2)." in admin_text(seen)
    refunded(admin_client, order, asked, seen)
    assert shelf_and_salable(product) == (2, 2)
