"""No secret can be asked by the address of a grid, or read on a page by whose work it is not."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Model
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from backorders.actions.place_order import place_order
from backorders.actions.steps.messages import confirm_order
from backorders.models import Notification, Order
from catalog.admin.lookups import DeclaredLookups, columns_of
from catalog.admin.screen import Screen
from inventory_site.roles import ROLES
from inventory_site.secret_fields import OPEN, SECRET, refuse_screens_that_ask_secrets
from tests.backorders.outbox import put_all_in_words
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
KINDS = {"CharField", "UUIDField", "TextField", "JSONField", "BinaryField"}
SOUNDS = re.compile(
    r"token|key|secret|password|checkout|session|hash|body|args|return_value|traceback|data$|options|url", re.IGNORECASE
)
REGISTRY: dict[Any, Any] = admin.site._registry  # noqa: SLF001  the only list there is
SCREENS = list(REGISTRY.items())
COMPARISONS = ("", "__gte", "__startswith", "__contains", "__isnull", "__in", "__regex")


def columns() -> Iterator[tuple[str, str, bool]]:
    """Yield (label, kind, whether it is the row's key) of every column of every table that is no history of another."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:  # noqa: SLF001
            continue
        for field in model._meta.concrete_fields:  # noqa: SLF001
            yield f"{model._meta.label}.{field.name}", field.get_internal_type(), field.primary_key  # noqa: SLF001


def secret_paths(model: type[Model], depth: int = 3) -> Iterator[str]:
    """Yield every lookup from `model` that ends at a secret, over at most `depth` columns, forwards and back."""
    for field in model._meta.get_fields():  # noqa: SLF001
        if f"{field.model._meta.label}.{field.name}" in SECRET and getattr(field, "concrete", False):  # noqa: SLF001
            yield field.name
        elif field.is_relation and depth > 1 and (steps := getattr(field, "path_infos", None)):
            yield from (f"{field.name}__{rest}" for rest in secret_paths(steps[-1].to_opts.model, depth - 1))


def asked_by(user: User) -> HttpRequest:
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def staff(role: str, *permissions: str) -> User:
    user = User.objects.create_user(f"{role} {permissions}", is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


@pytest.fixture
def order() -> Order:
    bag = product_with_stock(quantity=5)
    return place_order(lines={bag: 1}, email="ada@example.org", payment_method="card", by=None, now=timezone.now())


def test_every_column_that_sounds_like_a_secret_is_classed() -> None:
    sounding = {
        name
        for name, kind, _ in columns()
        if kind == "UUIDField" or (kind in KINDS and SOUNDS.search(name.rpartition(".")[2]))
    }
    assert sounding - SECRET - set(OPEN) == set()


def test_every_class_is_of_a_column_that_exists() -> None:
    assert (SECRET | set(OPEN)) - {name for name, _, _ in columns()} == set()


@pytest.mark.parametrize(("model", "screen"), SCREENS, ids=lambda each: getattr(each, "__name__", ""))
def test_no_address_of_a_screen_asks_a_secret(model: type[Model], screen: Any, admin_user: User) -> None:
    request = asked_by(admin_user)
    assert [
        path + how
        for path in secret_paths(model)
        for how in COMPARISONS
        if screen.lookup_allowed(path + how, "8", request)
    ] == []
    assert [path for path in secret_paths(model, 1) if screen.to_field_allowed(request, path)] == []


def test_the_walk_finds_what_was_found_by_hand() -> None:
    assert {"checkout", "payments__token", "notifications__body_text", "placed_by__password"} <= set(
        secret_paths(Order)
    )
    assert {"order__checkout", "body_html", "order__payments__token"} <= set(secret_paths(Notification))
    assert "password" in set(secret_paths(User))
    assert "user__password" in set(secret_paths(Group))


def test_no_screen_searches_orders_or_filters_by_a_secret() -> None:
    assert refuse_screens_that_ask_secrets() == []


@pytest.mark.parametrize(
    "declared",
    [
        {"search_fields": ("=order__checkout",)},
        {"list_filter": (("body_text", admin.AllValuesFieldListFilter),)},
        {"ordering": ("-order__payments__token",)},
        {"list_display": ("subject", "body_html")},
    ],
)
def test_a_screen_that_asks_a_secret_is_refused_before_the_start(
    monkeypatch: pytest.MonkeyPatch, declared: dict[str, Any]
) -> None:
    screen = type("Careless", (Screen,), declared)(Notification, admin.site)
    monkeypatch.setitem(REGISTRY, Notification, screen)
    assert [each.id for each in refuse_screens_that_ask_secrets()] == ["inventory_site.E010"]


def test_a_screen_of_plain_django_is_refused_before_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REGISTRY, Group, admin.ModelAdmin(Group, admin.site))
    assert [each.id for each in refuse_screens_that_ask_secrets()] == ["inventory_site.E010"]


@pytest.mark.parametrize(
    "asked",
    [
        "backorders/order/?checkout__gte=8",
        "backorders/order/?notifications__body_text__contains=orders",
        "backorders/order/?payments__token__startswith=a",
        "backorders/order/?placed_by__password__gte=a",
        "backorders/order/?pk__in=1&checkout__gte=8",
        "backorders/notification/?order__checkout__startswith=8",
        "backorders/notification/?body_html__regex=8",
        "backorders/order/?_to_field=checkout",
        "auth/user/?password__gte=a",
        "auth/group/?user__password__gte=a",
        "django_tasks_database/dbtaskresult/?args_kwargs__args__0__gte=1",
    ],
)
def test_an_address_that_asks_a_secret_is_refused_even_to_an_administrator(admin_client: Client, asked: str) -> None:
    assert admin_client.get(f"/admin/{asked}").status_code == 400


@pytest.mark.parametrize(
    "asked",
    [
        "backorders/order/?status__exact=processing&o=1.-2",
        "backorders/order/?website__id__exact=1",
        "catalog/reservation/?stock__id__exact=1",
        "auth/user/?state=True&role=none",
        "catalog/product/?availability=IN_STOCK",
    ],
)
def test_the_filters_of_a_screen_still_work(admin_client: Client, asked: str) -> None:
    assert admin_client.get(f"/admin/{asked}").status_code == 200


def test_the_order_of_a_grid_says_nothing_about_a_secret(admin_user: User) -> None:
    request = asked_by(admin_user)
    for model, screen in SCREENS:
        if isinstance(screen, Screen):
            listed: ChangeList = screen.get_changelist_instance(request)
            asked = {
                each.lstrip("-")
                for each in listed.get_ordering(request, screen.get_queryset(request))
                if isinstance(each, str)
            }
            labels = {f"{field.model._meta.label}.{field.name}" for each in asked for field in columns_of(model, each)}  # noqa: SLF001
            assert labels & SECRET == set()


@pytest.mark.parametrize("role", [*(each.name for each in ROLES if each.name != "Customer service"), ""])
def test_who_may_not_see_links_reads_none_on_any_page(client: Client, order: Order, role: str) -> None:
    confirm_order(order=order)
    put_all_in_words()
    client.force_login(staff(role, "view_order", "view_notification", "view_user", "view_dbtaskresult"))
    note = Notification.objects.get()
    assert str(order.checkout) in note.body_text
    for address in (
        f"backorders/notification/{note.pk}/change/",
        f"backorders/order/{order.pk}/change/",
        f"backorders/order/{order.pk}/history/",
        f"backorders/notification/{note.pk}/history/",
        "backorders/order/backorders/csv/",
        "backorders/notification/?q=orders",
        f"search/?s={order.checkout}",
    ):
        answer = client.get(f"/admin/{address}")
        text = b"".join(answer) if answer.streaming else answer.content
        assert str(order.checkout).encode() not in text.replace(f"search/?s={order.checkout}".encode(), b"")
    assert "(link hidden)" in client.get(f"/admin/backorders/notification/{note.pk}/change/").content.decode()
    assert "(link hidden)" in client.get(f"/admin/backorders/order/{order.pk}/change/").content.decode()
    assert str(order.checkout) in Notification.objects.get().body_text


def test_customer_service_reads_the_link_out(client: Client, order: Order) -> None:
    confirm_order(order=order)
    put_all_in_words()
    client.force_login(staff("Customer service"))
    for address in (f"notification/{Notification.objects.get().pk}", f"order/{order.pk}"):
        assert str(order.checkout) in client.get(f"/admin/backorders/{address}/change/").content.decode()


def test_who_makes_an_order_is_not_told_its_link_by_the_form(client: Client) -> None:
    client.force_login(staff("", "add_order", "view_order"))
    token = client.get("/admin/backorders/order/add/").context["checkout"]
    for _ in range(2):
        client.post("/admin/backorders/order/add/", {"checkout": token})
    assert not Order.objects.filter(checkout=token).exists()


@pytest.mark.parametrize("right", ["view_user", "change_user"])
def test_a_passwords_hash_is_shown_to_nobody(client: Client, right: str) -> None:
    client.force_login(staff("", right))
    person = User.objects.create_user("ada", password="S0me-long-passphrase")
    page = client.get(f"/admin/auth/user/{person.pk}/change/").content.decode()
    assert person.username in page
    assert person.password.rsplit("$", 1)[1] not in page


def test_what_a_task_was_given_is_shown_without_its_secrets(admin_client: Client) -> None:
    token = str(uuid.uuid4())
    task = DBTaskResult.objects.create(
        args_kwargs={"args": [7, token], "kwargs": {}},
        backend_name="default",
        task_path="shop.task",
        traceback=f"KeyError: https://shop.example/orders/{token}/",
        exception_class_path="",
        run_after="2026-11-01T00:00Z",
    )
    page = admin_client.get(f"/admin/django_tasks_database/dbtaskresult/{task.pk}/change/").content.decode()
    assert token not in page
    assert "KeyError: (link hidden)" in page


def test_every_screen_answers_by_its_declared_filters() -> None:
    assert [type(screen).__name__ for _, screen in SCREENS if not isinstance(screen, DeclaredLookups)] == []
