"""Exactly one row of several is changed, at each place, in every table of the admin that can be edited."""

from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from catalog.models import Product, Source, SourceItem, Stock
from tests.factories.catalog import SourceFactory, SourceItemFactory, StockFactory, product_with_stock
from tests.journeys.signed_in import open_page, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("Aachen", "Berlin", "Cologne")


def three_sources(product: Product | None = None) -> list[Source]:
    sources = [SourceFactory.create(name=name, code=name.lower()) for name in NAMES]
    for n, source in enumerate(sources if product else ()):
        SourceItemFactory.create(product=product, source=source, quantity=10 * (n + 1))
    return sources


def row(page: Page, name: str) -> Locator:
    return page.locator("[data-source]", has_text=name).filter(visible=True)


def save(page: Page, said: str) -> None:
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text(said)).to_be_visible()
    page.wait_for_load_state()


def at_sources(product: Product) -> list[tuple[Decimal, bool, Decimal | None]]:
    items = SourceItem.objects.filter(product=product, source__name__in=NAMES).order_by("source__name")
    return list(items.values_list("quantity", "is_in_stock", "notify_quantity"))


def test_one_row_of_the_sources_area_is_changed_at_each_place(page: Page) -> None:
    product = product_with_stock(quantity=25)
    three_sources(product)
    sign_in(page, f"/admin/catalog/product/{product.pk}/change/")
    wanted: list[tuple[Decimal, bool, Decimal | None]] = [
        (Decimal(10), True, None),
        (Decimal(20), True, None),
        (Decimal(30), True, None),
    ]
    for place, name in enumerate(NAMES):
        row(page, name).get_by_label("Qty", exact=True).fill(str(place))
        wanted[place] = (Decimal(place), True, None)
        save(page, "You saved the product. 1 of 4 sources changed.")
        assert at_sources(product) == wanted
    row(page, "Berlin").get_by_label("Source Item Status").select_option("Out of Stock")
    row(page, "Berlin").get_by_label("Use Default").uncheck()
    row(page, "Berlin").get_by_label("Notify Qty").fill("3")
    wanted[1] = (Decimal(1), False, Decimal(3))
    save(page, "You saved the product. 1 of 4 sources changed.")
    assert at_sources(product) == wanted


def test_one_source_of_a_product_is_unassigned_and_one_assigned_after_an_error(page: Page) -> None:
    product = product_with_stock(quantity=25)
    three_sources(product)
    SourceFactory.create(name="Aarhus", code="aarhus")
    sign_in(page, f"/admin/catalog/product/{product.pk}/change/")
    row(page, "Berlin").get_by_role("button", name="Unassign").click()
    page.get_by_role("button", name="Assign Sources").click()
    page.get_by_role("dialog").get_by_label("Aarhus").check()
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    row(page, "Aarhus").get_by_label("Qty", exact=True).fill("ten")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("The product was not saved:")).to_be_visible()
    page.wait_for_load_state()
    row(page, "Aarhus").get_by_label("Qty", exact=True).fill("4")
    save(page, "You saved the product. 2 of 5 sources changed.")
    left = SourceItem.objects.filter(product=product).values_list("source__name", "quantity")
    assert dict(left) == {"Default Source": 25, "Aachen": 10, "Cologne": 30, "Aarhus": 4}


def test_what_was_typed_before_manage_stock_was_switched_off_is_saved(page: Page) -> None:
    product = product_with_stock(quantity=25)
    three_sources(product)
    sign_in(page, f"/admin/catalog/product/{product.pk}/change/")
    row(page, "Berlin").get_by_label("Qty", exact=True).fill("7")
    page.get_by_role("button", name="Advanced Inventory").click()
    dialog = page.get_by_role("dialog", name="Advanced Inventory")
    dialog.get_by_role("checkbox", name="Use Config Setting: Manage Stock").uncheck()
    dialog.get_by_label("Manage Stock", exact=True).select_option("No")
    dialog.get_by_role("button", name="Done").click()
    save(page, "You saved the product. 1 of 4 sources changed.")
    assert [quantity for quantity, _, _ in at_sources(product)] == [10, 7, 30]


def links(stock: Stock) -> list[str]:
    return list(stock.links.order_by("priority").values_list("source__name", flat=True))


def test_one_row_of_a_stock_is_moved_or_unassigned_at_each_place(page: Page) -> None:
    sources = three_sources()
    stock = StockFactory.create(sources=sources)
    sign_in(page, f"/admin/catalog/stock/{stock.pk}/change/")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("The Stock has been saved. 0 of 3 sources changed.")).to_be_visible()
    for place, name in enumerate(NAMES):
        open_page(page, f"/admin/catalog/stock/{stock.pk}/change/")
        row(page, name).get_by_role("button", name="Unassign").click()
        expect(row(page, name).get_by_text("unassigned when you save")).to_be_visible()
        save(page, "The Stock has been saved.")
        assert links(stock) == [other for other in NAMES if other != name]
        page.get_by_role("button", name="Assign Sources").click()
        page.get_by_role("dialog").get_by_label(name).check()
        page.get_by_role("dialog").get_by_role("button", name="Done").click()
        for _ in range(2 - place):
            row(page, name).get_by_role("button", name="Move up").click()
        save(page, "The Stock has been saved.")
        assert links(stock) == list(NAMES)
