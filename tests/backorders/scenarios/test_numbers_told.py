"""Numbers, as docs/scenarios.md tells them: what a threshold, a notify level and an empty shelf mean, on the pages that say it."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.steps.messages import confirm_order
from backorders.models import Notification
from catalog.models import Product, SourceItem, StockItem
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.configuration import ONLY_X_LEFT_THRESHOLD
from catalog.rules.money import amount_text
from catalog.rules.sales_settings import ORDER_COPY_TO
from tests.backorders.outbox import put_all_in_words
from tests.catalog.actions.imported import import_row
from tests.catalog.admin.product_pages import save
from tests.factories.catalog import WebsiteFactory, configure, default_source, default_website, product_with_stock
from tests.factories.counted import counted_at
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}
OFF, ON, NOTIFY = (mode.value for mode in BackorderMode)


def page_of(product: Product) -> str:
    return page_text(Client().get(f"/products/{product.slug}/"))


def test_c08_staff_read_five_backordered_of_an_order_of_ten(admin_client: Client) -> None:
    placed = place_order(
        lines={product_with_stock(quantity=5, backorders=ON): 10},
        email="shopper@example.org",
        by=None,
        now=timezone.now(),
    )
    page = " ".join(admin_client.get(f"/admin/backorders/order/{placed.pk}/change/").content.decode().split())
    assert '"Backordered when placed"> <strong>5</strong>' in page
    assert "5 of the units ordered were not on the shelf when the order was placed." in page


def test_c08_staff_mail_says_five_units_are_backordered_not_ten() -> None:
    configure(ORDER_COPY_TO, "ann@example.org, Ben@example.org\nANN@example.org")
    bag, tube = product_with_stock(quantity=5, backorders=ON, sku="BAG"), product_with_stock(quantity=9, sku="TUBE")
    placed = place_order(
        lines={bag: 10, tube: 2},
        email="ada@example.org",
        customer_name="Ada",
        payment_method="checkmo",
        by=None,
        now=timezone.now(),
    )
    confirm_order(order=placed)
    put_all_in_words()
    copies = Notification.objects.filter(key__startswith="order_copy").order_by("recipient")
    assert [copy.recipient for copy in copies] == ["Ben@example.org", "ann@example.org"]
    for text in (copies[0].body_text, copies[0].body_html):
        assert all(word in text for word in (placed.number, "Ada", amount_text(placed.total, placed.currency)))
        assert f"/admin/backorders/order/{placed.pk}/change/" in text
        assert str(placed.checkout) not in text
    assert "(BAG): 10 ordered, of which 5 on backorder" in copies[0].body_text
    assert "(TUBE): 2 ordered, " in copies[0].body_text
    assert "On backorder in all: 5" in copies[0].body_text
    assert "BAG 10 5 No date is known yet. USD" in " ".join(re.sub(r"<[^>]*>", " ", copies[0].body_html).split())


def test_c08_staff_mail_of_a_card_order_goes_when_it_is_paid_and_to_its_website_only() -> None:
    website = WebsiteFactory.create()
    configure(ORDER_COPY_TO, "eu@example.org", website=website)
    placed = place_order(
        lines={product_with_stock(quantity=5): 1}, email="ada@example.org", by=None, now=timezone.now()
    )
    confirm_order(order=placed)
    put_all_in_words()
    assert not Notification.objects.filter(key__startswith="order_copy").exists()
    configure(ORDER_COPY_TO, "us@example.org", website=default_website())
    other = place_order(lines={product_with_stock(quantity=5): 1}, email="ada@example.org", by=None, now=timezone.now())
    assert not other.notifications.exists()
    pay_order(payment=other.payments.get(), details=CARD, now=timezone.now())
    put_all_in_words()
    assert set(other.notifications.values_list("recipient", flat=True)) == {"ada@example.org", "us@example.org"}


@pytest.mark.parametrize(("on_hand", "threshold", "salable"), [(100, -70, 170), (25, -50, 75)], ids=["a", "b"])
def test_c10_a_negative_threshold_is_salable_and_survives_every_saving(
    admin_client: Client, on_hand: int, threshold: int, salable: int
) -> None:
    product = product_with_stock(quantity=on_hand, backorders=ON)
    save(admin_client, product, **{"stock-min_qty_use_config": None, "stock-min_qty": str(threshold)})
    for name in ("Bag", "Bag again", "Bag once more"):
        assert save(admin_client, product, name=name).status_code == 302
        assert StockItem.objects.get(product=product).min_qty == threshold
        assert product.salable_quantity() == salable


@pytest.mark.parametrize("notify", [None, 5, 95, 1000])
def test_c17_the_notify_level_never_reduces_the_salable_quantity(notify: int | None) -> None:
    product = product_with_stock(quantity=100, backorders=OFF, min_qty=10, notify_stock_qty=notify)
    SourceItem.objects.filter(product=product).update(notify_quantity=notify)
    assert product.salable_quantity() == 90
    place_order(lines={product: 90}, email="shopper@example.org", by=None, now=timezone.now())
    assert product.salable_quantity() == 0


def test_c19_only_x_left_counts_the_salable_quantity_on_the_page() -> None:
    product = product_with_stock(quantity=10, backorders=ON, min_qty=-10, slug="bag")
    configure(ONLY_X_LEFT_THRESHOLD, 10)
    assert "left" not in page_of(product)
    configure(ONLY_X_LEFT_THRESHOLD, 20)
    assert "Only 20 left" in page_of(product)


@pytest.mark.parametrize("writer", ["action", "file", "SQL"])
def test_c32_quantity_zero_without_a_status_stays_available_on_backorder(writer: str) -> None:
    product = product_with_stock(sku="TENT", slug="tent", quantity=3, backorders=ON, min_qty=-10)
    if writer == "action":
        counted_at(product, default_source(), Decimal(0))
    elif writer == "file":
        import_row(sku="TENT", qty="0")
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE catalog_sourceitem SET quantity = 0 WHERE product_id = %s", [product.pk])
    assert product.salable_quantity() == 10
    assert "Available on backorder" in page_of(product)
