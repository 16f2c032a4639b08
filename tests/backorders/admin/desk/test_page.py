"""Sales > Backorders: what is owed, what a delivery would release, Receive stock, CSV."""

import html
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.hold_order import hold_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.models import Product, SourceItem, Stock
from tests.factories.catalog import (
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    WebsiteFactory,
    default_source,
    default_website,
    expected_supply,
    product_with_stock,
)
from tests.factories.counted import counted_at
from tests.page_text import Answer

pytestmark = pytest.mark.django_db
DESK = "admin:backorders_backorder_desk"


def words_of(answer: Answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def placed(product: Product, quantity: int, name: str = "Ada") -> Order:
    return place_order(
        lines={product: quantity},
        email="ada@example.org",
        customer_name=name,
        payment_method="checkmo",
        by=None,
        now=timezone.now(),
    )


def backordered(sku: str = "BAG", on_hand: int = 0) -> Product:
    return product_with_stock(quantity=on_hand, backorders=1, sku=sku, name=f"The {sku}")


def product_url(product: Product) -> str:
    return reverse("admin:backorders_backorder_product", args=(Stock.objects.default().pk, product.pk))


def test_desk_shows_owed_units_by_product(admin_client: Client) -> None:
    bag, _ = backordered(on_hand=1), backordered("COVERED", on_hand=9)
    placed(bag, 3), placed(bag, 2)
    page = words_of(admin_client.get(reverse(DESK)))
    assert "4 units owed of 1 product" in page
    assert re.search(r"The BAG BAG Default Stock \w+ \d+, \d+ 2 1 4 - Receive stock", page)
    assert "COVERED" not in page


def test_desk_shows_owed_units_by_order_the_oldest_first(admin_client: Client) -> None:
    bag = backordered(on_hand=4)
    placed(bag, 3, "Covered Carla"), placed(bag, 2, "Owed Olga"), placed(bag, 2, "Waiting Wim")
    page = words_of(admin_client.get(reverse("admin:backorders_backorder_orders")))
    assert "3 units owed in 2 order lines" in page
    assert "Covered Carla" not in page
    assert page.index("Owed Olga") < page.index("Waiting Wim")
    assert "The BAG BAG 2 1 1" in page
    columns = {"columns": "customer.waits_for"}
    page = words_of(admin_client.get(reverse("admin:backorders_backorder_orders"), columns))
    assert "Owed Olga unit 1 Waiting Wim units 2 to 3" in page


def test_desk_is_narrowed_by_product_and_website(admin_client: Client) -> None:
    placed(backordered("BAG"), 1), placed(backordered("HAT"), 1)
    assert "1 unit owed of 1 product" in words_of(admin_client.get(reverse(DESK), {"q": "hat"}))
    ours = {"website": str(default_website().pk), "view": "orders"}
    assert "2 units owed in 2 order lines" in words_of(admin_client.get(reverse(DESK), ours, follow=True))
    assert "Nothing is owed that matches" in words_of(admin_client.get(reverse(DESK), {"q": "nowhere"}))
    page = words_of(admin_client.get(reverse(DESK), {"website": "999"}))
    assert "Website: That is none of the choices (any more)." in page


@pytest.mark.parametrize("query", [{"website": "x"}, {"age": "x"}, {"p": "x"}, {"view": "x"}, {"q": "\0%_'"}])
def test_an_address_that_makes_no_sense_is_no_error(admin_client: Client, query: dict[str, str]) -> None:
    for view in ("desk", "orders", "shippable"):
        assert admin_client.get(reverse(f"admin:backorders_backorder_{view}"), query).status_code == 200


def test_what_became_shippable_was_backordered_and_is_covered_now(admin_client: Client) -> None:
    bag = backordered(on_hand=3)
    placed(bag, 3, "Never Owed"), placed(bag, 2, "Was Owed"), placed(bag, 2, "Still Owed")
    shippable = {"view": "shippable"}
    assert "Nothing became shippable." in words_of(admin_client.get(reverse(DESK), shippable, follow=True))
    counted_at(bag, default_source(), 5)
    page = words_of(admin_client.get(reverse(DESK), shippable, follow=True))
    assert "2 units became shippable in 1 order line" in page
    assert [name in page for name in ("Never Owed", "Was Owed", "Still Owed")] == [False, True, False]


def test_what_became_shippable_has_a_way_to_ship_it_and_leaves_out_what_is_on_hold(admin_client: Client) -> None:
    bag = backordered()
    held, ready = placed(bag, 2, "Held Hans"), placed(bag, 2, "Ready Rita")
    counted_at(bag, default_source(), 4)
    hold_order(order=held, by=None, now=timezone.now())
    answer = admin_client.get(reverse(DESK), {"view": "shippable"}, follow=True)
    assert [name in words_of(answer) for name in ("Held Hans", "Ready Rita")] == [False, True]
    assert f'href="{reverse("admin:backorders_order_ship", args=(ready.pk,))}"' in answer.content.decode()
    assert "/ship/" not in admin_client.get(reverse("admin:backorders_backorder_orders")).content.decode()


def test_dashboard_and_desk_count_the_same(admin_client: Client) -> None:
    """A product that owes in two stocks is one product; a shelf below zero owes nobody more than was promised."""
    bag, hat = backordered("BAG"), backordered("HAT", on_hand=-3)
    placed(bag, 3), placed(hat, 6)
    other = WebsiteFactory.create()
    stock = StockFactory.create(sources=[SourceFactory.create()], website=other)
    SourceItemFactory.create(product=bag, source=stock.sources.get(), quantity=0)
    bag.websites.add(other)
    place_order(
        lines={bag: 2}, email="ada@example.org", payment_method="checkmo", website=other, by=None, now=timezone.now()
    )
    assert "11 units owed of 2 products in 2 stocks" in words_of(admin_client.get(reverse(DESK)))
    groups = admin_client.get("/admin/").context["groups"]
    (card,) = [card for group in groups for card in group.cards if card.title == "Units owed"]
    assert (card.number, card.note) == ("11", "backordered, of 2 products in 2 stocks")


def test_preview_says_what_a_delivery_would_release(admin_client: Client) -> None:
    bag = backordered(on_hand=1)
    placed(bag, 4), placed(bag, 4)
    page = words_of(admin_client.get(product_url(bag), {"units": "5"}))
    assert "A delivery of 5 would cover 5 owed units." in page
    assert "Ada 4 1 3 3 " in page
    assert "Ada 4 0 4 2 " in page
    page = words_of(admin_client.get(product_url(bag), {"units": "10"}))
    assert "would cover 7 owed units. 3 would be left." in page
    assert SourceItem.objects.get(product=bag).quantity == 1


def test_receive_stock_books_and_says_who_is_served(admin_client: Client) -> None:
    bag = backordered()
    first, second = placed(bag, 4), placed(bag, 4)
    typed = {"source": default_source().pk, "quantity": "5"}
    page = words_of(admin_client.post(product_url(bag), typed, follow=True))
    assert f"5 units received at Default Source. Covered now: #{first.number} (4), #{second.number} (1)." in page
    assert SourceItem.objects.get(product=bag).quantity == 5


def test_receive_stock_names_only_stocks_that_draw_from_the_source(admin_client: Client) -> None:
    bag, europe = backordered(), default_website()
    placed(bag, 4)
    StockFactory.create(name="EU Stock", sources=[SourceFactory.create()], website=europe)
    SourceItemFactory.create(product=bag, source=SourceFactory.create(), quantity=0)
    SourceItemFactory.create(product=bag, source=Stock.objects.get(name="EU Stock").links.get().source, quantity=0)
    placed(bag, 3)
    typed = {"source": default_source().pk, "quantity": "1"}
    page = words_of(admin_client.post(product_url(bag), typed, follow=True))
    assert "BAG in Default Stock: 4 are promised, 3 are owed now." in page
    assert "EU Stock:" not in page


@pytest.mark.parametrize("quantity", ["", "0", "-1", "many", "1e9"])
def test_a_delivery_of_no_quantity_is_refused_and_nothing_is_booked(admin_client: Client, quantity: str) -> None:
    bag = backordered()
    answer = admin_client.post(product_url(bag), {"source": default_source().pk, "quantity": quantity})
    assert (answer.status_code, SourceItem.objects.get(product=bag).quantity) == (400, 0)
    assert "Please enter a" in words_of(answer)


def test_csv_holds_every_owed_line(admin_client: Client) -> None:
    bag = backordered("=BAG", on_hand=1)
    order = placed(bag, 3)
    address = reverse("admin:backorders_desk_orders_grid_export", args=["csv"])
    answer = admin_client.get(address, {"columns": "number.customer.product_name.sku.stock_name.place.left.here.owes"})
    rows = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert rows[1:] == [f"{order.number},Ada,The =BAG,'=BAG,Default Stock,1,3,1,2"]


def test_csv_of_products_holds_each_product_once(admin_client: Client) -> None:
    bag = backordered("BAG", on_hand=1)
    placed(bag, 3), placed(bag, 2)
    answer = admin_client.get(reverse("admin:backorders_desk_products_grid_export", args=["csv"]))
    rows = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(rows) == 2
    assert rows[1].startswith("The BAG,BAG,Default Stock,")
    assert rows[1].endswith(",2,1,4,")


def test_a_page_beyond_the_last_is_the_last(admin_client: Client) -> None:
    bags = [backordered(f"BAG-{number}") for number in range(51)]
    place_order(lines=dict.fromkeys(bags, 1), email="ada@example.org", by=None, now=timezone.now())
    page = words_of(admin_client.get(reverse("admin:backorders_backorder_orders"), {"p": "9"}))
    assert "51 units owed in 51 order lines" in page
    assert "Page 2 of 2" in page


def test_desk_is_narrowed_by_how_long_an_order_waits(admin_client: Client) -> None:
    old, new = backordered("OLD"), backordered("NEW")
    order = placed(old, 1)
    placed(new, 1)
    Order.objects.filter(pk=order.pk).update(placed_at=order.placed_at - timedelta(days=30))
    page = words_of(admin_client.get(reverse(DESK), {"age": "30"}))
    assert "The OLD" in page
    assert "The NEW" not in page
    assert "The OLD" not in words_of(admin_client.get(reverse(DESK), {"age": "60"}))


def test_desk_wants_permissions(client: Client) -> None:
    bag = backordered()
    viewer = User.objects.create_user("viewer", is_staff=True)
    client.force_login(viewer)
    assert client.get(reverse(DESK)).status_code == 403
    assert client.get(reverse("admin:backorders_desk_products_grid_export", args=["csv"])).status_code == 403
    viewer.user_permissions.add(Permission.objects.get(codename="view_order"))
    assert "Receive stock" not in words_of(client.get(product_url(bag)))
    answer = client.post(product_url(bag), {"source": default_source().pk, "quantity": "5"})
    assert (answer.status_code, SourceItem.objects.get(product=bag).quantity) == (403, 0)


@pytest.mark.parametrize("rows", [1, 30])
def test_desk_asks_the_same_number_of_queries(
    admin_client: Client, django_assert_num_queries: object, rows: int
) -> None:
    for number in range(rows):
        bag = backordered(f"BAG-{number}")
        placed(bag, 3)
        counted_at(bag, default_source(), 1)
        expected_supply(bag, 40)
    for view, queries in (("desk", 8), ("orders", 14), ("shippable", 14)):
        with django_assert_num_queries(queries, info=view):  # type: ignore[operator]
            admin_client.get(reverse(f"admin:backorders_backorder_{view}"))


@pytest.mark.parametrize("rows", [1, 30])
def test_product_page_asks_the_same_number_of_queries(
    admin_client: Client, django_assert_num_queries: object, rows: int
) -> None:
    bag = backordered()
    for _ in range(rows):
        placed(bag, 3)
    address = product_url(bag)
    with django_assert_num_queries(9):  # type: ignore[operator]
        admin_client.get(address)
