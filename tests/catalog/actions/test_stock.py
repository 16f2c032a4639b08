"""A stock is saved with its websites and its sources in their order, or not at all; and deleted while nothing counts on it."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from catalog.actions.stock import StockLinkRefused, StockNotDeletable, delete_stock, save_stock
from catalog.models import SalesChannel, Source, SourceItem, Stock, StockLevel, Website
from tests.factories.backorders import OrderFactory
from tests.factories.catalog import (
    SourceFactory,
    StockFactory,
    WebsiteFactory,
    default_source,
    default_website,
    product_with_stock,
)

pytestmark = pytest.mark.django_db


def links(stock: Stock) -> list[tuple[int, int]]:
    return list(stock.links.order_by("priority").values_list("source_id", "priority"))


def test_sources_are_used_in_the_order_given_and_the_levels_follow() -> None:
    first, second, third = (SourceFactory.create() for _ in range(3))
    stock = StockFactory.create(sources=[first, second])
    product = product_with_stock(quantity=2, source=first)
    for source, units in ((second, 3), (third, 5)):
        SourceItem.objects.create(product=product, source=source, quantity=units)
    # The same source twice is one link, where it was named first.
    save_stock(stock, websites=(), source_ids=(third.pk, second.pk, third.pk), by=None)
    assert links(stock) == [(third.pk, 1), (second.pk, 2)]
    assert StockLevel.objects.get(stock=stock, product=product).on_hand == 8
    save_stock(stock, websites=(), source_ids=None, by=None)
    assert links(stock) == [(third.pk, 1), (second.pk, 2)]
    save_stock(stock, websites=(), source_ids=(), by=None)
    assert (links(stock), StockLevel.objects.get(stock=stock, product=product).on_hand) == ([], 0)


def test_a_website_that_is_chosen_moves_and_one_that_is_dropped_goes_to_the_default_stock() -> None:
    moves, stays = WebsiteFactory.create(name="Moves"), WebsiteFactory.create(name="Stays")
    here, there = StockFactory.create(website=stays), StockFactory.create(website=moves)
    assert save_stock(here, websites=[stays, moves], by=None).left == ()
    assert set(here.sales_channels.values_list("website", flat=True)) == {stays.pk, moves.pk}
    assert not there.sales_channels.exists()
    assert save_stock(here, websites=[stays], by=None).left == ("Moves",)
    assert SalesChannel.objects.get(website=moves).stock == Stock.objects.default()
    # The Default Stock drops none.
    assert save_stock(Stock.objects.default(), websites=[], by=None).left == ()
    assert SalesChannel.objects.get(website=default_website()).stock == Stock.objects.default()


def test_the_default_stock_and_the_default_source_keep_to_themselves() -> None:
    default, other = Stock.objects.default(), StockFactory.create(name="Before")
    source = SourceFactory.create()
    for stock, wanted in (
        (default, [default_source().pk, source.pk]),
        (default, []),
        (other, [default_source().pk]),
    ):
        with pytest.raises(StockLinkRefused):
            save_stock(stock, websites=(), source_ids=wanted, by=None)
    save_stock(default, websites=(), source_ids=[default_source().pk], by=None)
    assert links(default) == [(default_source().pk, 1)]


def test_what_was_deleted_meanwhile_saves_nothing() -> None:
    stock, source, website = StockFactory.create(name="Before"), SourceFactory.create(), WebsiteFactory.create()
    gone_source, gone_website = source.pk, Website.objects.get(pk=website.pk)
    source.delete()
    website.delete()
    stock.name = "After"
    with pytest.raises(Source.DoesNotExist):
        save_stock(stock, websites=(), source_ids=[gone_source], by=None)
    with pytest.raises(Website.DoesNotExist):
        save_stock(stock, websites=[gone_website], by=None)
    assert Stock.objects.get(pk=stock.pk).name == "Before"


def test_each_change_is_a_line_of_the_stocks_history() -> None:
    staff, website = User.objects.create_user("ada"), WebsiteFactory.create(name="Berlin")
    stock, source = StockFactory.create(), SourceFactory.create(name="Depot")
    save_stock(stock, websites=[website], source_ids=[source.pk], by=staff)
    save_stock(stock, websites=[website], source_ids=[source.pk], by=staff)
    save_stock(stock, websites=(), source_ids=(), by=staff)
    assert list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True)) == [
        "Sales channel Berlin assigned",
        "Assigned sources: Depot",
        "Sales channel Berlin unassigned",
        "Assigned sources: none",
    ]


def test_a_stock_that_nothing_counts_on_goes_and_its_items_stay() -> None:
    source = SourceFactory.create()
    stock = StockFactory.create(sources=[source])
    product = product_with_stock(quantity=2, source=source)
    delete_stock(stock)
    assert not StockLevel.objects.filter(product=product).exists()
    assert product.source_items.get().quantity == 2


def test_a_stock_that_something_counts_on_stays() -> None:
    sells, ordered = StockFactory.create(website=WebsiteFactory.create()), StockFactory.create()
    OrderFactory.create(stock=ordered)
    for stock, why in ((Stock.objects.default(), "Default Stock"), (sells, "sale channel"), (ordered, "orders")):
        with pytest.raises(StockNotDeletable, match=why):
            delete_stock(stock)
        assert Stock.objects.filter(pk=stock.pk).exists()
