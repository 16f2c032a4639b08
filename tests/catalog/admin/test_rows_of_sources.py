"""The Sources area of a product and of a stock: one of several rows, rows that got lost, and what is said of them."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from catalog.models import ConfigurationValue, Product, Source, SourceItem, Stock
from catalog.rules.product_setting import MIN_SALE_QTY
from tests.catalog.admin.filled_form import filled_form
from tests.catalog.admin.product_pages import errors_of, save, stored, url
from tests.factories.catalog import SourceFactory, SourceItemFactory, StockFactory, configure, product_with_stock

pytestmark = pytest.mark.django_db

NAMES = ("Aachen", "Berlin", "Cologne")
CONFIGURATION = "/admin/catalog/configurationvalue/"


def three_sources() -> tuple[Product, tuple[Source, ...]]:
    """Return a product with 10, 20 and 30 units at three sources, none at the default one."""
    sources = tuple(SourceFactory.create(name=name) for name in NAMES)
    product = product_with_stock(quantity=10, source=sources[0], name="Bag")
    for source, quantity in zip(sources[1:], (20, 30), strict=True):
        SourceItemFactory.create(product=product, source=source, quantity=quantity)
    return product, sources


def quantities(product: Product) -> list[Decimal]:
    items = SourceItem.objects.filter(product=product).order_by("source__name")
    return list(items.values_list("quantity", flat=True))


def told(client: Client, product: Product, **changes: Any) -> list[str]:
    response = save(client, product, **changes)
    assert response.status_code == 302
    return [str(message) for message in client.get(url(product)).context["messages"]]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_changed_row_of_three_is_saved_and_counted(admin_client: Client, place: int) -> None:
    product, sources = three_sources()
    said = told(admin_client, product, **{f"sources-{sources[place].pk}-quantity": "7"})
    assert said == ["You saved the product. 1 of 3 sources changed."]
    assert quantities(product) == [7 if n == place else was for n, was in enumerate((10, 20, 30))]


def test_rows_as_they_were_change_nothing_and_say_so(admin_client: Client) -> None:
    product, _ = three_sources()
    before = stored(product)
    assert told(admin_client, product) == ["You saved the product. 0 of 3 sources changed."]
    assert stored(product) == before


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_row_that_got_lost_is_refused_and_nothing_is_saved(admin_client: Client, place: int) -> None:
    product, sources = three_sources()
    before = stored(product)
    left = [str(source.pk) for n, source in enumerate(sources) if n != place]
    changes = {"sources-row": left, f"sources-{sources[place].pk}-quantity": "7", "name": "Sack"}
    (error,) = errors_of(save(admin_client, product, **changes))
    assert "2 of its 3 rows came in. Nothing was saved." in error
    assert stored(product) == before


def test_a_row_that_the_page_does_not_show_is_refused(admin_client: Client) -> None:
    product, sources = three_sources()
    before = stored(product)
    (error,) = errors_of(save(admin_client, product, **{"sources-shown": f"{sources[0].pk} {sources[1].pk}"}))
    assert "it brought 1 more rows than it shows" in error
    assert stored(product) == before


def test_a_refused_page_keeps_every_row_that_was_typed(admin_client: Client) -> None:
    product, sources = three_sources()
    added = SourceFactory.create(name="Dresden")
    one, two, three = (source.pk for source in sources)
    rows = [str(pk) for pk in (one, two, three, added.pk)]
    typed = {
        "sources-row": rows,
        "sources-shown": " ".join(rows),
        f"sources-{one}-quantity": "7",
        f"sources-{two}-unassign": "on",
        f"sources-{three}-is_in_stock": "0",
        f"sources-{added.pk}-before": "",
        f"sources-{added.pk}-quantity": "x",
        f"sources-{added.pk}-is_in_stock": "1",
        f"sources-{added.pk}-uses_default": "on",
    }
    refused = save(admin_client, product, **typed)
    assert len(errors_of(refused)) == 1
    again = filled_form(refused, **{f"sources-{added.pk}-quantity": "4"})
    assert admin_client.post(url(product), again).status_code == 302
    assert quantities(product) == [7, 30, 4]
    assert not SourceItem.objects.get(product=product, source=three).is_in_stock


def test_a_source_that_was_ticked_without_scripts_stays_after_a_refusal(admin_client: Client) -> None:
    product, _ = three_sources()
    added = SourceFactory.create(name="Dresden")
    refused = save(admin_client, product, **{"sources-assign": str(added.pk), "name": ""})
    assert admin_client.post(url(product), filled_form(refused, name="Sack")).status_code == 302
    assert quantities(product) == [10, 20, 30, 0]


def test_a_thousand_sources_fit_in_one_page(admin_client: Client) -> None:
    product, _ = three_sources()
    sources = Source.objects.bulk_create(Source(code=f"s{n}", name=f"S {n:04}") for n in range(997))
    SourceItem.objects.bulk_create(SourceItem(product=product, source=source, quantity=1) for source in sources)
    last = sources[-1].pk
    said = told(admin_client, product, **{f"sources-{last}-quantity": "9", f"sources-{sources[0].pk}-unassign": "on"})
    assert said == ["You saved the product. 2 of 1000 sources changed."]
    assert SourceItem.objects.get(product=product, source=last).quantity == 9


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_row_of_a_stock_that_got_lost_unassigns_nothing(admin_client: Client, place: int) -> None:
    sources = [SourceFactory.create(name=name, code=name.lower()) for name in NAMES]
    stock = StockFactory.create(name="Europe", sources=sources)
    page = f"/admin/catalog/stock/{stock.pk}/change/"
    left = [str(source.pk) for n, source in enumerate(sources) if n != place]
    refused = admin_client.post(page, filled_form(admin_client.get(page), name="Asia", **{"sources-row": left}))
    assert "2 of its 3 rows came in. Nothing was saved." in refused.content.decode()
    assert (Stock.objects.get(pk=stock.pk).name, stock.links.count()) == ("Europe", 3)
    assert admin_client.post(page, filled_form(refused)).status_code == 302  # it shows the lost row again
    assert stock.links.count() == 3


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_unassigned_row_of_three_leaves_the_others(admin_client: Client, place: int) -> None:
    sources = [SourceFactory.create(name=name, code=name.lower()) for name in NAMES]
    stock = StockFactory.create(sources=sources)
    page = f"/admin/catalog/stock/{stock.pk}/change/"
    typed = filled_form(admin_client.get(page), **{"sources-unassign": str(sources[place].pk)})
    assert admin_client.post(page, typed).status_code == 302
    left = list(stock.links.order_by("priority").values_list("source__name", flat=True))
    assert left == [name for n, name in enumerate(NAMES) if n != place]


@pytest.mark.parametrize("column", ["group", "least"])
def test_a_minimum_that_got_lost_is_a_row_in_error(admin_client: Client, column: str) -> None:
    configure(MIN_SALE_QTY, '{"32000": 2, "0": 3, "1": 4}')
    before = ConfigurationValue.objects.get().value
    typed = filled_form(admin_client.get(CONFIGURATION))
    typed[f"{MIN_SALE_QTY.path}:{column}"].pop()
    refused = admin_client.post(CONFIGURATION, typed)
    assert [row.path for row in refused.context["page"].rows_in_error] == [MIN_SALE_QTY.path]
    for name in ("group", "least"):
        typed[f"{MIN_SALE_QTY.path}:{name}"] = typed[f"{MIN_SALE_QTY.path}:{name}"][:2]
    assert (
        admin_client.post(CONFIGURATION, typed).status_code == 200
    )  # with both boxes of a row lost, their number still tells
    assert ConfigurationValue.objects.get().value == before
