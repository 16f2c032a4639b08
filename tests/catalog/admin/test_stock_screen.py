from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.models import SalesChannel, Source, Stock, StockLevel
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import (
    ReservationFactory,
    SourceFactory,
    StockFactory,
    WebsiteFactory,
    default_source,
    default_website,
    product_with_stock,
)

pytestmark = pytest.mark.django_db

GRID = "/admin/catalog/stock/"
ADD = "/admin/catalog/stock/add/"
LINKED = "Can not save link related to Default Source or Default Stock"
UNASSIGNED = "All unassigned sales channels will be assigned to the Default Stock."


def url(stock: Stock) -> str:
    return f"{GRID}{stock.pk}/change/"


def save(client: Client, stock: Stock, **changes: Any) -> list[str]:
    response = client.post(url(stock), filled_form(client.get(url(stock)), **changes), follow=True)
    return [str(message) for message in response.context["messages"]]


def refused(client: Client, stock: Stock, **changes: Any) -> list[str]:
    """Return what the form says that is shown again."""
    page = client.post(url(stock), filled_form(client.get(url(stock)), **changes))
    said = [str(error) for error in page.context["adminform"].form.non_field_errors()]
    assert all(each in page.content.decode() for each in said)
    return said


def sources_of(stock: Stock) -> list[tuple[int, str]]:
    return list(stock.links.order_by("priority").values_list("priority", "source__code"))


def sold_from() -> dict[str, str]:
    return dict(SalesChannel.objects.values_list("website__code", "stock__name"))


def ids(*sources: Source) -> list[str]:
    return [str(source.pk) for source in sources]


def rows(*sources: Source) -> dict[str, Any]:
    """What a page posts that shows `sources` in this order."""
    return {"sources-row": ids(*sources), "sources-shown": " ".join(ids(*sources))}


def test_a_stock_is_added_with_its_websites_and_sources_in_order(admin_client: Client) -> None:
    a, b = SourceFactory.create(code="a"), SourceFactory.create(code="b")
    typed = filled_form(admin_client.get(ADD), name="Europe", websites=default_website().pk, **rows(b, a))
    assert admin_client.post(ADD, typed).status_code == 302
    assert sources_of(Stock.objects.get(name="Europe")) == [(1, "b"), (2, "a")]
    assert sold_from() == {"base": "Europe"}


def test_saving_a_page_as_it_is_changes_nothing(admin_client: Client) -> None:
    stock = StockFactory.create(sources=[SourceFactory.create(code="a"), SourceFactory.create(code="b")])
    assert save(admin_client, stock) == ["The Stock has been saved. 0 of 2 sources changed."]
    assert sources_of(stock) == [(1, "a"), (2, "b")]
    assert sold_from() == {"base": "Default Stock"}


def test_the_order_of_the_rows_is_the_priority(admin_client: Client) -> None:
    a, b = SourceFactory.create(code="a"), SourceFactory.create(code="b")
    stock = StockFactory.create(sources=[a, b])
    assert save(admin_client, stock, **rows(b, a)) == ["The Stock has been saved. 2 of 2 sources changed."]
    assert sources_of(stock) == [(1, "b"), (2, "a")]


def test_an_unassigned_source_does_not_count_any_more(admin_client: Client) -> None:
    a, b = SourceFactory.create(code="a"), SourceFactory.create(code="b")
    stock = StockFactory.create(sources=[a, b])
    product_with_stock(quantity=3, source=b)
    assert save(admin_client, stock, **{"sources-unassign": ids(b)}) == [
        "The Stock has been saved. 1 of 2 sources changed."
    ]
    assert sources_of(stock) == [(1, "a")]
    assert StockLevel.objects.get(stock=stock).sources_assigned == 0


def test_a_website_moves_here_and_a_dropped_one_goes_to_the_default_stock(admin_client: Client) -> None:
    kept, dropped = WebsiteFactory.create(code="kept"), WebsiteFactory.create(code="dropped")
    stock = StockFactory.create(name="Europe", website=dropped)
    assert save(admin_client, stock, websites=kept.pk) == [UNASSIGNED, "The Stock has been saved."]
    assert sold_from() == {"base": "Default Stock", "kept": "Europe", "dropped": "Default Stock"}


def test_the_default_stock_drops_no_website(admin_client: Client) -> None:
    assert UNASSIGNED in save(admin_client, Stock.objects.default(), websites=[])
    assert sold_from() == {"base": "Default Stock"}


def test_the_default_stock_keeps_the_default_source_and_nothing_else(admin_client: Client) -> None:
    other, stock = SourceFactory.create(), Stock.objects.default()
    assert "Assign sources is disabled for default stock" in admin_client.get(url(stock)).content.decode()
    for typed in ((), (other,), (default_source(), other)):
        assert refused(admin_client, stock, **rows(*typed)) == [LINKED]
    assert sources_of(stock) == [(1, "default")]


def test_no_other_stock_draws_from_the_default_source(admin_client: Client) -> None:
    stock = StockFactory.create(name="Europe")
    assert refused(admin_client, stock, name="Asia", **{"sources-assign": ids(default_source())}) == [LINKED]
    assert (Stock.objects.get(pk=stock.pk).name, sources_of(stock)) == ("Europe", [])


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"name": ""}, "name", '"name" can not be empty.'),
        ({"name": "Default Stock"}, "name", "Stock with this Name already exists."),
        ({"websites": "99999"}, "websites", "Select a valid choice. 99999 is not one of the available choices."),
        ({"websites": "x"}, "websites", "“x” is not a valid value."),
        ({"sources-row": "0"}, "__all__", "Sources: a source that was to be assigned does not exist any more."),
        ({"sources-assign": "x"}, "__all__", "Sources: a source that was to be assigned does not exist any more."),
    ],
)
def test_a_bad_value_names_its_field_and_saves_nothing(
    admin_client: Client, changes: dict[str, str], field: str, error: str
) -> None:
    stock = StockFactory.create(name="Europe", sources=[SourceFactory.create(code="a")])
    response = admin_client.post(url(stock), filled_form(admin_client.get(url(stock)), **{"name": "Asia"} | changes))
    assert {name: list(errors) for name, errors in response.context["adminform"].form.errors.items()} == {
        field: [error]
    }
    assert (Stock.objects.get(pk=stock.pk).name, sources_of(stock)) == ("Europe", [(1, "a")])


def test_a_stock_that_nobody_sells_from_is_deleted(admin_client: Client) -> None:
    stock = StockFactory.create(sources=[SourceFactory.create()])
    response = admin_client.post(f"{GRID}{stock.pk}/delete/", {"post": "yes"}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["The Stock has been deleted."]
    assert not Stock.objects.filter(pk=stock.pk).exists()


def test_only_deletable_stocks_offer_delete(admin_client: Client) -> None:
    with_channel, without = StockFactory.create(website=WebsiteFactory.create()), StockFactory.create()
    offered = {
        stock.pk: "Delete stock" in " ".join(admin_client.get(url(stock)).content.decode().split())
        for stock in (Stock.objects.default(), with_channel, without)
    }
    assert list(offered.values()) == [False, False, True]


def test_who_may_only_look_reads_name_websites_and_sources(client: Client) -> None:
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.groups.add(Group.objects.get(name="Viewer"))
    client.force_login(viewer)
    stock = StockFactory.create(
        website=WebsiteFactory.create(name="Far Shop"), sources=[SourceFactory.create(name="Attic")]
    )
    page = client.get(url(stock)).content.decode()
    assert ["Far Shop" in page, "Attic" in page, stock.name in page, 'name="_save"' in page] == [
        True,
        True,
        True,
        False,
    ]


def test_mass_delete_says_of_each_stock_why_it_stays(admin_client: Client) -> None:
    default, with_channel = Stock.objects.default(), StockFactory.create(website=WebsiteFactory.create())
    with_orders, free = StockFactory.create(sources=[default_source()]), StockFactory.create()
    ReservationFactory.create(stock=with_orders, product=product_with_stock(quantity=5))
    chosen = [default, with_channel, with_orders, free]
    data = {"action": "delete_selected", "_selected_action": [stock.pk for stock in chosen], "index": 0}
    told = [str(message) for message in admin_client.post(GRID, data, follow=True).context["messages"]]
    assert told == [
        f"[ID: {default.pk}] Default Stock could not be deleted.",
        f"[ID: {with_channel.pk}] Stock has at least one sale channel and could not be deleted.",
        f"[ID: {with_orders.pk}] Stock has orders and could not be deleted.",
        "You deleted 1 Stock(s).",
    ]
    assert set(Stock.objects.all()) == {default, with_channel, with_orders}


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow_with_the_rows(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _ in range(rows - 1):
        StockFactory.create(sources=SourceFactory.create_batch(2), website=WebsiteFactory.create())
    admin_client.get(GRID)
    with django_assert_num_queries(10):
        assert len(admin_client.get(GRID).context["cl"].result_list) == rows


def three_sources() -> tuple[Stock, list[Source]]:
    stock = StockFactory.create(name="Europe")
    sources = [SourceFactory.create(code=code, name=code.upper()) for code in "abc"]
    for priority, source in enumerate(sources, start=1):
        stock.links.create(source=source, priority=priority)
    return stock, sources


def test_without_scripts_a_priority_is_typed(admin_client: Client) -> None:
    stock, _ = three_sources()
    said = save(admin_client, stock, **{"sources-priority": ["1", "2", "1"]})
    assert sources_of(stock) == [(1, "c"), (2, "a"), (3, "b")]
    assert any("3 of 3 sources changed" in sentence for sentence in said)


@pytest.mark.parametrize("typed", ["", "0x", "-1", "1.5", "12345", "²"])
def test_a_priority_that_is_none_names_its_source_and_saves_nothing(admin_client: Client, typed: str) -> None:
    stock, _ = three_sources()
    page = filled_form(admin_client.get(url(stock)), **{"sources-priority": ["1", typed, "3"], "name": "Asia"})
    refused = admin_client.post(url(stock), page)
    told = "Sources: please enter the priority of B as a whole number, 1 for the first."
    assert refused.context["adminform"].form.errors == {"__all__": [told]}
    assert sources_of(stock) == [(1, "a"), (2, "b"), (3, "c")]
    stock.refresh_from_db()
    assert stock.name == "Europe"
