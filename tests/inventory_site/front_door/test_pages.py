"""Who is refused at the door is told why, in the look of the house, under its policy."""

import pytest
from django.urls import get_resolver, reverse

from inventory_site.front_door.pages import door_page, is_buying, is_slow


@pytest.mark.parametrize(("path", "back"), [("/cart/add/", "Back to the shop"), ("/admin/", "Back to the dashboard")])
@pytest.mark.parametrize(("status", "said"), [(408, "too long"), (413, "too much"), (503, "try again"), (400, "read")])
def test_a_request_refused_at_the_door_is_told_why(path: str, back: str, status: int, said: str) -> None:
    headers, body = door_page(path, "POST", status)
    page = body.decode()
    assert (back in page, said in page) == (True, True)
    assert "form-action 'none'" in headers["Content-Security-Policy"]
    assert headers.get("Retry-After") == ("5" if status == 503 else None)


def test_who_reads_is_offered_the_page_again_and_who_sent_is_told_how() -> None:
    assert 'href="">Try again</a>' in door_page("/", "GET", 503)[1].decode()
    assert "Go back in your browser" in door_page("/", "POST", 503)[1].decode()


# Reports, files and previews of everything there is.
SLOW = {
    "inventory_check",
    "inventory_repair",
    "catalog_lowstocknotice_new",
    "catalog_configurationvalue_preview",
    "catalog_product_preview",
    "catalog_product_explain",
    "catalog_source_preview",
    "catalog_stock_preview",
    "catalog_stock_preview_new",
}
NUMBERED = {"catalog_product_preview", "catalog_product_explain", "catalog_source_preview", "catalog_stock_preview"}


@pytest.mark.parametrize("name", sorted(SLOW))
def test_a_slow_page_is_known_by_its_address(name: str) -> None:
    assert is_slow(reverse(f"admin:{name}", args=[1] if name in NUMBERED else []))


def test_the_product_feed_is_slow_though_it_is_the_shops() -> None:
    assert is_slow("/product-feed.xml")


@pytest.mark.parametrize("path", ["/", "/admin/", "/admin/nothing/here/", "/admin/catalog/product/", "/nothing"])
def test_other_pages_are_not(path: str) -> None:
    assert not is_slow(path)


def test_every_export_preview_and_report_is_one() -> None:
    """A new one has to be declared: by its words it is slow."""
    _, admin = get_resolver().namespace_dict["admin"]
    names = {name for name in admin.reverse_dict if isinstance(name, str)}
    assert names >= SLOW
    words = ("export", "preview", "inventory_")
    grids = {name for name in names if name.endswith("_grid_export")}
    assert {name for name in names - grids if any(word in name for word in words)} <= SLOW
    assert all(is_slow(reverse(f"admin:{name}", args=["csv"])) for name in grids)
    assert len(grids) > 15


@pytest.mark.parametrize(
    "path", ["/cart/", "/cart/add/", "/checkout/", f"/orders/{'1' * 8}-1111-1111-1111-{'1' * 12}/"]
)
def test_who_fills_a_cart_orders_or_looks_at_his_order_buys(path: str) -> None:
    assert is_buying(path)


@pytest.mark.parametrize("path", ["/", "/products/bag", "/admin/", "/nothing", "/payments/process/card/"])
def test_who_looks_works_in_the_office_or_tells_of_money_does_not(path: str) -> None:
    assert not is_buying(path)
