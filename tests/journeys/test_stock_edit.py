"""Stores > Inventory in a real browser: the order of a stock's sources, and the question before sources are disabled."""

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Source, Stock
from tests.factories.catalog import SourceFactory, StockFactory, WebsiteFactory
from tests.journeys.checkout_page import fits
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def sources_of(stock: Stock) -> list[str]:
    return list(stock.links.order_by("priority").values_list("source__name", flat=True))


def test_sources_are_put_in_order_assigned_and_unassigned(page: Page) -> None:
    berlin, paris, _ = (SourceFactory.create(name=name) for name in ("Berlin", "Paris", "Rome"))
    stock = StockFactory.create(sources=[berlin, paris])
    sign_in(page, f"/admin/catalog/stock/{stock.pk}/change/")
    rows = page.locator("[data-source]").filter(visible=True)
    rows.filter(has_text="Paris").get_by_role("button", name="Move up").click()
    expect(rows.filter(has_text="Paris").get_by_role("button", name="Move down")).to_be_focused()
    page.get_by_role("button", name="Assign Sources").click()
    page.get_by_role("dialog").get_by_label("Rome").check()
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    expect(rows.locator("[data-priority]")).to_have_text(["1", "2", "3"])
    rows.filter(has_text="Berlin").get_by_role("button", name="Unassign").click()
    assert sources_of(stock) == ["Berlin", "Paris"]  # nothing changes before Save
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("The Stock has been saved.")).to_be_visible()
    assert sources_of(stock) == ["Paris", "Rome"]


def test_long_names_stay_in_the_window_of_a_phone(page: Page) -> None:
    name = "Everything that may be sent to the United Kingdom and Ireland from any overlapping warehouse"
    stock = StockFactory.create(name=name, sources=[SourceFactory.create(name=name)])
    WebsiteFactory.create(name=name)
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, f"/admin/catalog/stock/{stock.pk}/change/")
    expect(page.get_by_label(name).first).to_be_visible()
    assert fits(page)


def test_sources_are_disabled_after_a_question(page: Page) -> None:
    source = SourceFactory.create(name="Berlin")
    sign_in(page, "/admin/catalog/source/")
    for answer, is_enabled in (("Back", True), ("Disable", False)):
        page.locator("tr", has_text="Berlin").get_by_role("checkbox").check()
        page.get_by_label("Select action to run").select_option("Disable")
        page.get_by_role("button", name="Run").click()
        question = (
            page.locator("main, #content").filter(has=page.get_by_role("heading", name="Disable this source?")).first
        )
        expect(question.get_by_text("No order is left short.")).to_be_visible()
        question.get_by_role("link" if answer == "Back" else "button", name=answer, exact=True).click()
        expect(page.get_by_role("heading", name="Disable this source?")).to_be_hidden()
        if not is_enabled:
            expect(page.get_by_text("A total of 1 source(s) have been disabled.")).to_be_visible()
        assert Source.objects.get(pk=source.pk).is_enabled is is_enabled
