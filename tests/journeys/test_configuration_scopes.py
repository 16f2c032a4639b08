"""The scope switcher of Stores > Settings > Configuration in a real browser."""

import pytest
from playwright.sync_api import Locator, Page, expect

from catalog.models import ConfigurationValue, StoreView
from catalog.rules.configuration import ONLY_X_LEFT_THRESHOLD
from tests.factories.catalog import StoreViewFactory, WebsiteFactory, configure
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

URL = "/admin/catalog/configurationvalue/"
QUESTION = "Please confirm scope switching. All data that hasn't been saved will be lost."


@pytest.fixture
def paris() -> StoreView:
    website = WebsiteFactory.create(code="french", name="French Website")
    return StoreViewFactory.create(code="paris", name="Paris", website=website)


@pytest.fixture
def configuration(page: Page, paris: StoreView) -> Page:
    """Default Config, with Stock Options open, of a shop with a second website."""
    assert paris.pk
    sign_in(page, URL)
    page.get_by_role("heading", name="Stock Options", exact=True).click()
    return page


def switch(page: Page, name: str) -> None:
    page.locator("[data-scope-switcher] summary").click()
    page.locator("[data-scope-switcher]").get_by_role("link", name=name).click()


def scope(page: Page) -> Locator:
    return page.locator("[data-scope-switcher] summary")


def threshold(page: Page) -> Locator:
    return page.get_by_label("Only X left Threshold", exact=True)


def source(page: Page) -> Locator:
    return page.locator("#options_stock_threshold_qty_notes .setting-source > span:visible")


def test_value_is_inherited_and_overridden_scope_by_scope(configuration: Page) -> None:
    page = configuration
    page.get_by_role("checkbox", name="Use system value: Only X left").uncheck()
    threshold(page).fill("5")
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("You saved the configuration.")).to_be_visible()

    switch(page, "French Website")
    expect(scope(page)).to_have_text("French Website")
    expect(threshold(page)).to_be_disabled()
    expect(source(page)).to_have_text("Inherited from Default Config: 5")
    page.get_by_role("checkbox", name="Use Default: Only X left").uncheck()
    expect(source(page)).to_have_text("Own value here, in place of Default Config: 5")
    threshold(page).fill("3")
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("You saved the configuration.")).to_be_visible()
    expect(scope(page)).to_have_text("French Website")
    assert dict(ConfigurationValue.objects.values_list("scope", "value")) == {0: "5", 1: "3"}

    page.get_by_role("checkbox", name="Use Default: Only X left").check()
    expect(threshold(page)).to_have_value("5")
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("You saved the configuration.")).to_be_visible()
    assert dict(ConfigurationValue.objects.values_list("scope", "value")) == {0: "5"}


def test_narrow_scope_shows_what_it_may_store(configuration: Page) -> None:
    page = configuration
    switch(page, "Paris")
    expect(page.get_by_role("checkbox", name="Use Website: Display Products Availability")).to_be_checked()
    expect(page.locator(".setting")).to_have_count(1)
    page.get_by_role("link", name="Default Config").last.click()
    expect(scope(page)).to_have_text("Default Config")


def test_switching_asks_only_while_something_is_unsaved(configuration: Page) -> None:
    page = configuration
    box = page.get_by_role("checkbox", name="Use system value: Only X left")
    box.uncheck()
    threshold(page).fill("7")
    switch(page, "French Website")
    expect(page.get_by_role("dialog")).to_contain_text(QUESTION)
    page.get_by_role("button", name="Cancel").click()
    expect(threshold(page)).to_have_value("7")
    box.check()
    switch(page, "French Website")  # as it was saved: nothing to ask
    expect(scope(page)).to_have_text("French Website")

    page.get_by_role("checkbox", name="Use Default: Only X left").uncheck()
    switch(page, "Paris")
    page.get_by_role("button", name="OK").click()
    expect(scope(page)).to_have_text("Paris")
    assert not ConfigurationValue.objects.exists()


def test_switcher_closes_with_escape_and_fits_a_phone(configuration: Page) -> None:
    page = configuration
    page.set_viewport_size({"width": 390, "height": 844})
    scope(page).click()
    expect(page.get_by_role("link", name="Paris")).to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Paris")).to_be_hidden()
    expect(scope(page)).to_be_focused()


def test_explanation_of_a_contradiction_goes_when_its_cause_changes(configuration: Page) -> None:
    configure(ONLY_X_LEFT_THRESHOLD, 5)
    configure("cataloginventory/item_options/backorders", 1)
    page = configuration
    page.reload()
    words = page.get_by_text("Never shown while backorders are unlimited")
    expect(words).to_be_visible()
    threshold(page).fill("6")
    expect(words).to_be_hidden()
