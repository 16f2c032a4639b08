"""What a grid shows by its address, and what each person chooses in it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client, override_settings
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.models import GridChoice, GridView, Product
from tests.factories.catalog import ProductFactory, SourceFactory, SourceItemFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db
GRID = "/admin/catalog/product/"
ROLES = ("Merchandiser", "Fulfilment", "Customer service", "Viewer")


def found(client: Client, **query: str) -> list[str]:
    return [product.sku for product in client.get(GRID, query).context["cl"].result_list]


def chips(answer: Any) -> list[str]:
    return [f"{chip.label}: {chip.text}" for chip, _ in answer.context["cl"].chips]


def staff(name: str, role: str = "Viewer") -> Client:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, what: str, **fields: Any) -> Any:
    return client.post(f"{GRID}grid/{what}/", fields, follow=True)


def three() -> None:
    for sku, price, quantity in (("a", 5, 1), ("b", 10, 9), ("c", 20, 5)):
        product_with_stock(sku=sku, price=price, quantity=quantity)


def test_filters_narrow_and_each_is_dropped_by_its_chip(admin_client: Client) -> None:
    three()
    answer = admin_client.get(GRID, {"price_from": "10", "quantity_to": "5", "q": ""})
    assert [product.sku for product in answer.context["cl"].result_list] == ["c"]
    assert chips(answer) == ["Price: at least 10", "Quantity: at most 5"]
    links = [url for _, url in answer.context["cl"].chips]
    assert links == ["?quantity_to=5", "?price_from=10"]
    assert sorted(product.sku for product in admin_client.get(f"{GRID}{links[0]}").context["cl"].result_list) == [
        "a",
        "c",
    ]
    assert answer.context["cl"].cleared == "?view=0"


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"price_from": "abc"}, "Price: “abc” is no number. Write it like 12 or 12.50."),
        ({"price_from": "9", "price_to": "3"}, "Price: “From” (9) is above “to”."),
        ({"created_to": "31.12.2026"}, "Created: “31.12.2026” is no day. Write it like 2026-11-29."),
        ({"visibility": "nowhere"}, "Visibility: That is none of the choices (any more)."),
        ({"columns": "sku.colour"}, "There is no column “colour” (any more)."),
        ({"sort": "-colour"}, "There is no column “colour” to sort by (any more)."),
        ({"size": "7"}, "Rows per page: choose one of 20, 30, 50, 100, 200."),
    ],
)
def test_what_cannot_be_read_is_said_and_the_rest_holds(
    admin_client: Client, query: dict[str, str], problem: str
) -> None:
    three()
    answer = admin_client.get(GRID, {"salable_from": "5", **query})
    assert answer.status_code == 200
    assert answer.context["cl"].problems == [problem]
    assert problem.partition(": ")[2][:20] in answer.content.decode()
    assert sorted(product.sku for product in answer.context["cl"].result_list) == ["b", "c"]


def test_the_box_that_could_not_be_read_is_marked(admin_client: Client) -> None:
    page = admin_client.get(GRID, {"price_to": "abc"}).content.decode()
    assert 'name="price_to" value="abc" inputmode="decimal" autocomplete="off" aria-invalid="true"' in page
    assert 'aria-describedby="wrong-price_to"' in page
    assert 'id="wrong-price_to"' in page


@override_settings(TIME_ZONE="America/New_York")
def test_days_are_those_of_the_shops_clock(admin_client: Client) -> None:
    product = ProductFactory.create(sku="late")
    Product.objects.filter(pk=product.pk).update(created_at=datetime(2026, 11, 29, 4, 59, tzinfo=UTC))
    assert found(admin_client, created_from="2026-11-28", created_to="2026-11-28") == ["late"]
    assert found(admin_client, created_from="2026-11-29") == []


def test_rows_are_sorted_by_name_whoever_asks(admin_client: Client) -> None:
    three()
    assert found(admin_client, sort="-price_text") == ["c", "b", "a"]
    assert found(staff("ada"), sort="-price_text") == ["c", "b", "a"]
    assert found(admin_client, sort="quantity") == ["a", "c", "b"]


def test_a_price_under_its_old_name_and_a_type_under_its_old_name(admin_client: Client) -> None:
    three()
    answer = admin_client.get(GRID, {"product_type__exact": "virtual"})
    assert (list(answer.context["cl"].result_list), chips(answer)) == ([], ["Type: Virtual Product"])


@pytest.mark.parametrize("role", ROLES)
def test_everybody_chooses_columns_and_size_for_himself(role: str) -> None:
    three()
    ada, ben = staff("ada", role), staff("ben", role)
    send(ada, "columns", column=["sku", "owed"], query="price_from=10&p=2")
    answer = send(ada, "columns", column=["sku", "owed"], query="price_from=10&p=2")
    send(ada, "size", size="20", query="")
    assert answer.request["QUERY_STRING"] == "price_from=10"
    assert answer.context["cl"].shown == ("sku", "owed")
    again = ada.get(GRID).context["cl"]
    assert (again.shown, again.size) == (("sku", "owed"), 20)
    assert ben.get(GRID).context["cl"].size == 50
    assert "owed" not in ben.get(GRID).context["cl"].shown
    send(ada, "columns", usual="1", query="")
    assert ada.get(GRID).context["cl"].shown == ben.get(GRID).context["cl"].shown
    assert GridChoice.objects.count() == 1


def test_an_address_shows_a_colleague_the_same(admin_client: Client) -> None:
    three()
    send(admin_client, "columns", column=["sku"], query="")
    mine = admin_client.get(GRID, {"price_from": "10", "sort": "price_text"}).context["cl"]
    theirs = staff("ada").get(f"{GRID}{mine.whole_address}").context["cl"]
    assert (theirs.shown, theirs.size) == (mine.shown, mine.size) == (("sku",), 50)
    assert [product.sku for product in theirs.result_list] == ["b", "c"]


@pytest.mark.parametrize("role", ROLES)
def test_a_view_is_saved_shared_opened_and_deleted(role: str) -> None:
    three()
    ada, ben = staff("ada", role), staff("ben", role)
    dear = {"name": "Dear", "query": "price_from=10&columns=sku&view=7", "is_shared": "on", "is_default": "on"}
    send(ada, "save", **dear)
    saved = send(ada, "save", **dear)
    send(ada, "save", name="Mine", query="price_from=20")
    assert "The view “Dear” has been saved." in saved.content.decode()
    assert list(GridView.objects.order_by("name").values_list("name", "query")) == [
        ("Dear", "price_from=10&columns=sku"),
        ("Mine", "price_from=20"),
    ]
    opened = ada.get(GRID, follow=True)
    assert [product.sku for product in opened.context["cl"].result_list] == ["c", "b"]
    assert opened.context["cl"].view_name == "Dear"
    seen = ben.get(GRID).context["cl"]
    assert [(view.name, view.owner, view.is_default) for view in seen.shown_views] == [("Dear", "ada", False)]
    view = GridView.objects.get(name="Dear")
    refused = send(ben, "delete", view=view.pk, query="")
    assert "belongs to ada" in refused.content.decode()
    send(ben, "open", view=view.pk, query="")
    assert found_first(ben) == ["c", "b"]
    assert ben.get(GRID, {"view": "0"}).context["cl"].view_name == "Default View"
    send(ada, "delete", view=view.pk, query="view=0")
    gone = send(ada, "delete", view=view.pk, query="view=0")
    assert "That view was deleted already." in gone.content.decode()
    assert len(found_first(ben)) == len(found_first(ada)) == 3


def found_first(client: Client) -> list[str]:
    return [product.sku for product in client.get(GRID, follow=True).context["cl"].result_list]


def test_a_view_that_is_shared_no_longer_opens_for_nobody_else() -> None:
    three()
    ada, ben = staff("ada"), staff("ben")
    send(ada, "save", name="Dear", query="price_from=10", is_shared="on")
    view = GridView.objects.get()
    send(ben, "open", view=view.pk, query="")
    send(ada, "save", name="Dear", query="price_from=10")
    assert len(found_first(ben)) == 3


def test_a_view_with_a_column_that_is_gone_still_opens(admin_client: Client) -> None:
    three()
    send(admin_client, "save", name="Old", query="columns=sku.colour&shade_from=3&price_from=10")
    view = admin_client.get(GRID, {"view": "0"}).context["cl"].shown_views[0]
    cl = admin_client.get(f"{GRID}{view.url.replace('&shade_from=3', '')}").context["cl"]
    assert (cl.shown, len(cl.result_list)) == (("sku",), 2)
    assert cl.problems == ["There is no column “colour” (any more)."]


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "x" * 99}, {"name": "a", "query": "q=" + "x" * 2100}])
def test_a_view_that_cannot_be_kept_is_refused_with_a_reason(admin_client: Client, fields: dict[str, str]) -> None:
    answer = send(admin_client, "save", **{"query": "price_from=1", **fields})
    assert (answer.status_code, GridView.objects.count()) == (200, 0)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


@pytest.mark.parametrize("what", ["columns", "size", "save", "open", "delete"])
def test_nonsense_breaks_nothing(admin_client: Client, what: str) -> None:
    for view in ("", "x", "-1", "9" * 40):
        answer = send(
            admin_client, what, view=view, size="x", column=["\0", "x" * 2000], name="\0", query="\0&%ED%A0%80"
        )
        assert answer.status_code == 200
    assert not GridView.objects.exists()


def test_who_may_not_see_the_grid_chooses_nothing_in_it() -> None:
    nobody = Client()
    nobody.force_login(User.objects.create_user("nobody", is_staff=True))
    assert nobody.post(f"{GRID}grid/size/", {"size": "20"}).status_code == 403
    assert not GridChoice.objects.exists()


def test_a_row_leads_to_its_page_and_saving_it_leads_back_with_filters(admin_client: Client) -> None:
    three()
    page = admin_client.get(GRID, {"price_from": "20", "sort": "sku"}).content.decode()
    pk = Product.objects.get(sku="c").pk
    assert f'href="{GRID}{pk}/change/?_changelist_filters=price_from%3D20%26sort%3Dsku"' in page


def test_numbers_stand_right_and_cells_bear_their_column(admin_client: Client) -> None:
    three()
    page = admin_client.get(GRID).content.decode()
    assert '<td class="field-price_text number" data-label="Price">5.00</td>' in page
    assert 'class="column-price_text number"' in page


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow_with_rows_filters_on(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    berlin = SourceFactory.create()
    for _ in range(rows):
        SourceItemFactory.create(product=product_with_stock(quantity=25), source=berlin)
    query = {"salable_from": "1", "owed_to": "0", "source": default_source().code, "quantity_from": "1"}
    admin_client.get(GRID, query)
    with django_assert_num_queries(24):
        assert len(admin_client.get(GRID, query).context["cl"].result_list) == rows
