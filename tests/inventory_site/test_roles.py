"""Who may do what: the roles as data, and every address of the admin asked by somebody who may do nothing."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Order
from inventory_site.roles import ROLES, Role, install_roles
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
# What every member of staff is shown: the dashboard and the search (of what they may see), the own password, and no data.
FOR_EVERYBODY = {
    # The doors: nobody needs to be in for a new password, and everybody may have a second factor.
    "admin_password_reset",
    "password_reset_done",
    "password_reset_confirm",
    "password_reset_complete",
    "second_factor",
    "second_factor_setup",
    "password_again",
    "signed_in_browsers",
    "index",
    "search",
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "jsi18n",
    "autocomplete",
}
ACTIONS = ("cancel", "hold", "invoice", "ship", "refund", "prioritise", "add", "change")


def member_of(role: str) -> User:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def admin_names() -> Iterator[tuple[str, dict[str, int | str]]]:
    """Yield every named address of the admin with arguments that exist or could."""
    samples: dict[str, int | str] = {"content_type_id": 1, "object_id": "1", "app_label": "catalog", "url": "nowhere"}

    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, dict[str, int | str]]]:
        for found in patterns:
            if isinstance(found, URLResolver):
                yield from walk(found.url_patterns)
            elif found.name:
                arguments = found.pattern.regex.groupindex
                yield found.name, {name: samples.get(name, 1) for name in arguments}

    resolver = next(each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "admin")
    assert isinstance(resolver, URLResolver)
    return walk(resolver.url_patterns)


def test_roles_have_every_permission_they_name() -> None:
    held = {
        group.name: {f"{each.content_type.app_label}.{each.codename}" for each in group.permissions.all()}
        for group in Group.objects.prefetch_related("permissions__content_type")
    }
    assert held == {role.name: set(role.permissions) for role in ROLES}


def test_a_role_that_staff_changed_stays_as_it_is() -> None:
    viewer = Group.objects.get(name="Viewer")
    viewer.permissions.clear()
    install_roles()
    assert viewer.permissions.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_screen_opens_for_somebody_without_a_role(client: Client, method: str) -> None:
    place_order(lines={product_with_stock(quantity=1): 1}, email="shopper@example.org", by=None, now=timezone.now())
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    opened = set()
    for name, arguments in admin_names():
        if name in FOR_EVERYBODY:
            continue
        answer = getattr(client, method)(reverse(f"admin:{name}", kwargs=arguments))
        if answer.status_code not in {302, 403, 404, 405}:
            opened.add((name, answer.status_code))
    assert opened == set()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_every_screen_that_a_role_may_see_opens(client: Client, role: Role) -> None:
    client.force_login(member_of(role.name))
    screens = ("catalog_product", "catalog_source", "catalog_stock", "backorders_order", "backorders_notification")
    addresses = [reverse(f"admin:{screen}_changelist") for screen in screens]
    addresses += [reverse(f"admin:{name}") for name in ("backorders_backorder_desk", "inventory_check", "index")]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Merchandiser", set()),
        ("Fulfilment", {"ship", "prioritise"}),
        ("Customer service", {"add", "change", "cancel", "hold", "invoice", "refund", "prioritise"}),
        ("Viewer", set()),
    ],
)
def test_a_role_may_do_with_orders_what_its_work_is(role: str, may: set[str]) -> None:
    user = member_of(role)
    assert {action for action in ACTIONS if user.has_perm(f"backorders.{action}_order")} == may


@pytest.mark.parametrize("role", ["Merchandiser", "Fulfilment", "Viewer"])
@pytest.mark.parametrize("address", ["cancel", "hold", "unhold"])
def test_who_may_not_cancel_or_hold_is_refused_on_the_server(client: Client, role: str, address: str) -> None:
    order = place_order(
        lines={product_with_stock(quantity=1): 1}, email="shopper@example.org", by=None, now=timezone.now()
    )
    client.force_login(member_of(role))
    answer = client.post(reverse(f"admin:backorders_order_{address}", args=(order.pk,)))
    assert (answer.status_code, Order.objects.get().status) == (403, "pending_payment")


PAGES = {
    "Fulfilment": {
        "comment",
        "ship",
        "elsewhere",
        "source_selection",
        "deliver",
        "tracking",
        "destination",
        "front",
        "ship_ready",
        "ship_together",
    },
    "Customer service": {
        "cancel",
        "cancel_items",
        "comment",
        "hold",
        "unhold",
        "invoice",
        "credit_memo",
        "refund_send",
        "refund_sent",
        "edit",
        "email",
        "front",
    },
    "Merchandiser": set(),
    "Viewer": set(),
}


def order_pages() -> dict[str, dict[str, int]]:
    """Return {page of one order: its arguments}, all but the view itself, which is Django's."""
    found = {name.removeprefix("backorders_order_"): arguments for name, arguments in admin_names()}
    return {
        name: {argument: 999 if argument != "pk" else 0 for argument in arguments}
        for name, arguments in found.items()
        if "pk" in arguments and not name.startswith(("auth_", "catalog_", "backorders_"))
    }


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_each_page_of_an_order_opens_for_whose_work_it_is_and_for_nobody_else(client: Client, role: Role) -> None:
    order = place_order(
        lines={product_with_stock(quantity=1): 1}, email="shopper@example.org", by=None, now=timezone.now()
    )
    client.force_login(member_of(role.name))
    opened = set()
    for page, arguments in order_pages().items():
        address = reverse(f"admin:backorders_order_{page}", kwargs={**arguments, "pk": order.pk})
        if {client.get(address).status_code, client.post(address).status_code} != {403}:
            opened.add(page)
    assert opened == PAGES[role.name]
