"""Each sentence is what it says: a role of it alone opens these doors of the admin and no others, and no door is opened by none.

A door is a page, the sending of a page's form, or a mass action; what opens it is asked as the frame asks. Pages are asked as well
(below): a door of each sentence, with it and without.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver, reverse

from catalog.admin.pages import AdminPage
from inventory_site.people.duties import DUTIES, Duty
from inventory_site.people.sentences import permissions_of, with_needed
from inventory_site.roles import permission_rows
from tests.factories.backorders import OrderFactory
from tests.inventory_site.people.doors import ADMINISTRATORS_ONLY, OPENS, WITHIN
from tests.inventory_site.test_roles import admin_names

pytestmark = pytest.mark.django_db
EVERY_DUTY = pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.code)
HOOKS = {
    "changelist": "view_or_change",
    "add": "add",
    "change": "change",
    "delete": "delete",
    "history": "view_or_change",
}


def member(*codes: str) -> User:
    """Return a user with a role of these sentences alone."""
    user = User.objects.create_user(f"member{User.objects.count()}", is_staff=True)
    role = Group.objects.create(name=f"Role {user.pk}")
    role.permissions.set(permission_rows(permissions_of(codes)))
    user.groups.add(role)
    return user


def doors(user: User) -> set[str]:
    """Return the doors that are open to `user`."""
    return {name for name, is_open in all_doors() if is_open(user)}


@cache
def all_doors() -> tuple[tuple[str, Callable[[User], bool]], ...]:
    return tuple(_doors())


def _doors() -> Iterator[tuple[str, Callable[[User], bool]]]:
    for model, screen in admin.site._registry.items():  # noqa: SLF001  the only list there is
        start = f"{model._meta.app_label}_{model._meta.model_name}"  # noqa: SLF001  Django's API
        for hook, right in HOOKS.items():
            yield f"{start}_{hook}", _hook(screen, right)
        yield from _pages(screen, screen.get_urls())
        for name in filter(None, map(_action_name, screen.actions or ())):
            yield f"{start}: {name}", _action(screen, name)
    below = next(each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "admin")
    assert isinstance(below, URLResolver)
    yield from _pages(admin.site, below.url_patterns)


def _pages(screen: Any, patterns: Any) -> Iterator[tuple[str, Callable[[User], bool]]]:
    for pattern in patterns:
        page = vars(getattr(pattern, "callback", None) or object).get("page")
        # What a person chooses in a grid is asked as the grid is.
        if isinstance(page, AdminPage) and page.permission and "_grid_" not in page.name:
            for method in {"GET", "POST"} & {*page.methods}:
                yield f"{page.name} {method}", _page(screen, page, method)


def _request(user: User, method: str) -> Any:
    request = RequestFactory().generic(method, "/admin/")
    request.user = user
    return request


def _hook(screen: Any, right: str) -> Callable[[User], bool]:
    return lambda user: bool(getattr(screen, f"has_{right}_permission")(_request(user, "GET")))


def _page(screen: Any, page: AdminPage, method: str) -> Callable[[User], bool]:
    return lambda user: page.allows(screen, _request(user, method))


def _action_name(action: Any) -> str:
    return action if isinstance(action, str) else action.__name__


def _action(screen: Any, name: str) -> Callable[[User], bool]:
    return lambda user: name in screen.get_actions(_request(user, "GET"))


@EVERY_DUTY
def test_a_sentence_opens_these_doors_and_no_others(duty: Duty) -> None:
    opened = doors(member(*with_needed([duty.code]))) - doors(member(*with_needed(duty.needs)))
    named = OPENS.get(duty.code, set())
    # Another page to look at is no other right: of what is seen the most telling are named, of what is done all.
    assert named <= opened if duty.code.startswith("see_") else named == opened


def test_no_door_is_opened_by_no_sentence() -> None:
    every = {name for name, is_open in all_doors() if is_open(User(is_superuser=True, is_active=True))}
    seen = doors(member(*(duty.code for duty in DUTIES if duty.code.startswith("see_"))))
    assert every - seen - set().union(*OPENS.values()) == ADMINISTRATORS_ONLY
    assert {duty.code for duty in DUTIES} == {*OPENS, *WITHIN}


# A page of each sentence, asked by a browser: which, and whether its form is sent.
ASKED = {
    **{code: min(names, key=lambda name: (":" in name, "POST" in name, name)) for code, names in OPENS.items()},
    # The configuration has one page, which is no form of a row.
    "configure": "catalog_configurationvalue_preview GET",
    # Who only sees orders opens this page as well, to read.
    "edit_orders": "backorders_order_edit GET",
}


def test_a_page_of_each_sentence_opens_with_it_and_without_it_is_refused(client: Client) -> None:
    """Asked as a browser asks: with the sentence and those that it needs, and with those alone."""
    order, arguments = OrderFactory.create(), dict(admin_names())
    people = {codes: member(*codes) for codes in {(), *(tuple(sorted(with_needed(d.needs))) for d in DUTIES)}}
    answers = dict[str, list[bool]]()
    for duty in (duty for duty in DUTIES if duty.code in OPENS):
        name, _, method = ASKED[duty.code].partition(" ")
        given = {part: order.pk if part in {"pk", "object_id"} else one for part, one in arguments[name].items()}
        address = reverse(f"admin:{name}", kwargs=given)
        without = people[tuple(sorted(with_needed(duty.needs)))]
        for person in (without, member(*with_needed([duty.code]))):
            client.force_login(person)
            asked = client.post(address) if method == "POST" else client.get(address)
            answers.setdefault(duty.code, []).append(asked.status_code == 403)
    assert answers == {code: [True, False] for code in OPENS}
