"""Count stock: one of several, two tabs, twice, what cannot be read, pages, each role."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from backorders.actions.place_order import place_order
from catalog.models import Product, SourceItem
from catalog.queries.history import product_changes
from tests.backorders.admin.admin_text import admin_text
from tests.factories.catalog import ProductFactory, SourceFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/catalog/source/count/"


def form_of(answer: Any) -> dict[str, str]:
    """Return what a browser would post of the page as it stands."""
    rows = answer.context["rows"]
    fields = {"rows": answer.context["row_ids"], "reason": "count", "note": ""}
    for row in rows:
        fields |= {row.shown_name: row.shown, row.typed_name: row.typed}
    return fields


def opened(client: Client, query: str = "") -> dict[str, str]:
    return form_of(client.get(ADDRESS + query))


def stored() -> list[Any]:
    return list(SourceItem.objects.order_by("product").values_list("quantity", flat=True))


def three() -> list[Product]:
    return [product_with_stock(quantity=5, sku=f"BAG-{number}", name="Bag") for number in range(3)]


def test_one_of_three_is_counted_and_its_history_says_why(admin_client: Client, admin_user: User) -> None:
    bags = three()
    fields = opened(admin_client)
    answer = admin_client.post(
        ADDRESS, {**fields, f"counted-{bags[1].pk}": "3", "reason": "damage", "note": "wet"}, follow=True
    )
    assert "1 of 3 products changed at Default Source." in admin_text(answer)
    assert stored() == [5, 3, 5]
    change = product_changes(bags[1])[0]
    assert (change.before, change.after, change.why) == ("5", "3", "Damage: wet")
    assert (change.who, change.where) == (admin_user.get_username(), "Admin: Sources")
    history = admin_text(admin_client.get(f"/admin/catalog/product/{bags[1].pk}/history/"))
    assert "Damage: wet" in history


def test_two_tabs_count_the_same_product_and_the_later_is_told_both_values_and_keeps_what_was_typed(
    admin_client: Client,
) -> None:
    bags = three()
    first, second = opened(admin_client), opened(admin_client)
    typed = {f"counted-{bags[0].pk}": "2", f"counted-{bags[2].pk}": "9"}
    admin_client.post(ADDRESS, {**first, f"counted-{bags[0].pk}": "4", f"counted-{bags[1].pk}": "1"})
    answer = admin_client.post(ADDRESS, {**second, **typed})
    assert answer.status_code == 400
    assert answer.context["problems"] == (
        "BAG-0: somebody else changed it meanwhile, from 5 to 4. You typed 2. Save again to make it 2, or type another number.",
    )
    assert [(row.shown, row.typed) for row in answer.context["rows"]] == [("4", "2"), ("1", "1"), ("5", "9")]
    assert stored() == [4, 1, 5]
    admin_client.post(ADDRESS, form_of(answer))
    assert stored() == [2, 1, 9]


def test_sent_twice_it_counts_once(admin_client: Client) -> None:
    bags = three()
    fields = {**opened(admin_client), f"counted-{bags[0].pk}": "4", "key": str(uuid.uuid4())}
    admin_client.post(ADDRESS, fields)
    SourceItem.objects.filter(product=bags[0]).update(quantity=5)
    answer = admin_client.post(ADDRESS, fields, follow=True)
    assert "had been sent before" in admin_text(answer)
    assert stored() == [5, 5, 5]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "please enter how many"),
        ("many", "number"),
        ("1e12", "number between"),
        ("4.5", "whole units only"),
        ("\0", ""),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_the_others_stay_typed(
    admin_client: Client, typed: str, said: str
) -> None:
    bags = three()
    fields = opened(admin_client)
    answer = admin_client.post(ADDRESS, {**fields, f"counted-{bags[0].pk}": typed, f"counted-{bags[1].pk}": "1"})
    assert (answer.status_code, stored()) == (400, [5, 5, 5])
    assert answer.context["problems"][0].startswith("BAG-0: ")
    assert said in answer.context["problems"][0]
    assert answer.context["rows"][1].typed == "1"


def test_a_page_that_does_not_come_in_whole_changes_nothing(admin_client: Client) -> None:
    bags = three()
    fields = {**opened(admin_client), f"counted-{bags[0].pk}": "4"}
    del fields[f"counted-{bags[1].pk}"]
    answer = admin_client.post(ADDRESS, fields)
    assert "2 of its 3 rows came in" in answer.context["problems"][0]
    bags[2].delete()
    answer = admin_client.post(ADDRESS, {**opened(admin_client), "rows": f"{bags[0].pk} {10**9}"})
    assert (answer.status_code, stored()) == (400, [5, 5])


@pytest.mark.parametrize(
    "fields", [{}, {"rows": "x y 99999999999999999999"}, {"rows": " ".join(map(str, range(600)))}, {"reason": "x"}]
)
def test_what_no_page_sends_is_refused(admin_client: Client, fields: dict[str, str]) -> None:
    three()
    assert admin_client.post(ADDRESS, fields).status_code == 400
    assert stored() == [5, 5, 5]


def test_who_is_owed_after_a_count_is_told(admin_client: Client) -> None:
    bag = product_with_stock(quantity=5, backorders=1, sku="BAG")
    place_order(lines={bag: 4}, email="ada@example.org", by=None, now=timezone.now())
    answer = admin_client.post(ADDRESS, {**opened(admin_client), f"counted-{bag.pk}": "1"}, follow=True)
    assert "BAG: 4 are promised, 3 are owed now." in admin_text(answer)


def test_pages_search_and_another_source(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.admin.stock_count.page.PER_PAGE", 2)
    three()
    lyon = SourceFactory.create()
    ProductFactory.create(sku="NEW")

    def skus(query: str) -> list[str]:
        return [row.sku for row in admin_client.get(ADDRESS + query).context["rows"]]

    assert skus("") == ["BAG-0", "BAG-1"]
    assert skus("?page=2") == skus("?page=99") == ["BAG-2"]
    assert skus("?q=bag-2") == ["BAG-2"]
    assert skus(f"?source={lyon.pk}") == []
    assert skus("?q=new&every=1") == ["NEW"]
    assert skus("?source=x&page=x&q=%00") == ["BAG-0", "BAG-1"]


def test_found_units_are_assigned_to_another_source(admin_client: Client) -> None:
    lyon, new = SourceFactory.create(), ProductFactory.create(sku="NEW")
    query = f"?source={lyon.pk}&every=1"
    fields = opened(admin_client, query) | {f"counted-{new.pk}": "3", "reason": "found"}
    admin_client.post(ADDRESS + query, fields)
    assert list(SourceItem.objects.values_list("source", "product", "quantity")) == [(lyon.pk, new.pk, 3)]


def test_a_page_takes_as_many_queries_for_thirty_products_as_for_one(
    admin_client: Client, django_assert_num_queries: Any
) -> None:
    product_with_stock()
    admin_client.get(ADDRESS)
    for more in (0, 29):
        for _ in range(more):
            product_with_stock()
        with django_assert_num_queries(5):
            admin_client.get(ADDRESS)


@pytest.mark.parametrize(
    ("role", "may_count"),
    [("Merchandiser", True), ("Fulfilment", True), ("Customer service", False), ("Viewer", False)],
)
def test_each_role(client: Client, role: str, *, may_count: bool) -> None:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    bag = product_with_stock(quantity=5)
    fields = {"rows": f"{bag.pk}", f"shown-{bag.pk}": "5", f"counted-{bag.pk}": "4", "reason": "count"}
    assert client.get(ADDRESS).status_code == (200 if may_count else 403)
    assert client.post(ADDRESS, fields).status_code == (302 if may_count else 403)
    assert stored() == [4 if may_count else 5]
    page = client.get(f"/admin/catalog/product/{bag.pk}/change/").content.decode()
    assert (f"{ADDRESS}?source={default_source().pk}" in page) == may_count
