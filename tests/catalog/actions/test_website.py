"""A website sells from a stock from its first day on, and goes while nothing counts on it."""

import pytest

from catalog.actions.steps.row import InvalidRowError
from catalog.actions.website import (
    CUSTOMER_GROUPS,
    StoreViewNotDeletable,
    WebsiteNotDeletable,
    delete_store_view,
    delete_website,
    install_defaults,
    save_website,
)
from catalog.models import CustomerGroup, SalesChannel, Stock, StoreView, Website
from tests.factories.backorders import CartFactory, OrderFactory
from tests.factories.catalog import StockFactory, StoreViewFactory, WebsiteFactory, default_website

pytestmark = pytest.mark.django_db


def test_a_new_website_sells_from_the_default_stock_and_an_old_one_from_its_own() -> None:
    new, old = Website(code="new", name="New"), WebsiteFactory.create()
    stock = StockFactory.create(website=old)
    save_website(new)
    save_website(old)
    assert SalesChannel.objects.get(website=new).stock == Stock.objects.default()
    assert SalesChannel.objects.get(website=old).stock == stock
    with pytest.raises(InvalidRowError):
        save_website(Website(code="new", name="Its twin"))
    assert Website.objects.filter(code="new").count() == 1


def test_a_website_goes_with_its_views_and_carts() -> None:
    view = StoreViewFactory.create()
    cart = CartFactory.create(website=view.website)
    delete_website(view.website)
    assert not Website.objects.filter(pk=view.website_id).exists()
    assert not StoreView.objects.filter(pk=view.pk).exists()
    assert not type(cart).objects.exists()


def test_the_default_website_and_one_with_orders_stay() -> None:
    ordered = WebsiteFactory.create()
    OrderFactory.create(website=ordered)
    for website, why in ((default_website(), "default website"), (ordered, "has orders")):
        with pytest.raises(WebsiteNotDeletable, match=why):
            delete_website(website)
        assert Website.objects.filter(pk=website.pk).exists()


def test_every_store_view_but_the_default_one_can_go() -> None:
    view = StoreViewFactory.create()
    delete_store_view(view)
    assert StoreView.objects.get().is_default
    with pytest.raises(StoreViewNotDeletable):
        delete_store_view(StoreView.objects.get())


def test_default_rows_that_are_there_stay_as_staff_changed_them() -> None:
    Website.objects.filter(is_default=True).update(name="Ours")
    CustomerGroup.objects.filter(code="2").update(name="Dealers")
    CustomerGroup.objects.filter(code="3").delete()
    install_defaults()
    assert default_website().name == "Ours"
    assert dict(CustomerGroup.objects.values_list("code", "name")) == CUSTOMER_GROUPS | {"2": "Dealers"}
    assert Stock.objects.default().links.get().priority == 1
