"""Every page of the admin is Django's or Unfold's own, or declared: none is wired in another way, and each asks for a right."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from unfold.sites import UnfoldAdminSite

from catalog.admin.pages import AdminPage
from inventory_site.admin_site import OWN_ACCOUNT
from tests.architecture.written_files import ROOT, name_of, written_files
from tests.factories.backorders import OrderFactory

# The hooks of a ModelAdmin, which screens override in place.
HOOKS = {"changelist", "add", "history", "delete", "change", "password_change"}
FRAME = {"catalog/admin/pages.py", "inventory_site/admin_site.py", "inventory_site/login/doors.py"}


def declared(callback: Any) -> AdminPage | None:
    page = vars(callback).get("page")
    return page if isinstance(page, AdminPage) else None


def own_patterns() -> Iterator[tuple[Any, URLPattern]]:
    """Yield (screen, pattern) of the screens, without those of the hooks and of Unfold's actions."""
    for model, screen in admin.site._registry.items():  # noqa: SLF001  the only list there is
        hooks = {f"{model._meta.app_label}_{model._meta.model_name}_{hook}" for hook in HOOKS}  # noqa: SLF001  Django's API
        for pattern in screen.get_urls():
            is_action = hasattr(pattern.callback, "url_path")
            if declared(pattern.callback) or (pattern.name and pattern.name not in hooks and not is_action):
                yield screen, pattern


PAGES = [
    (screen, pattern.callback.__dict__["page"]) for screen, pattern in own_patterns() if declared(pattern.callback)
]


def test_every_page_of_a_screen_is_declared_or_djangos_own() -> None:
    assert [pattern.name for _, pattern in own_patterns() if not declared(pattern.callback)] == []
    assert len(PAGES) > 25


def test_every_other_address_of_the_admin_is_djangos_declared_or_a_door() -> None:
    ours = [
        pattern.name
        for pattern in _flat(get_resolver())
        if _is_ours(pattern.callback) and not declared(pattern.callback) and not hasattr(pattern.callback, "door")
    ]
    assert ours == []


def _flat(resolver: URLResolver) -> Iterator[URLPattern]:
    """Yield the patterns below `admin/`, without those of screens."""
    below = next(each for each in resolver.url_patterns if isinstance(each, URLResolver) and each.namespace == "admin")
    yield from (each for each in below.url_patterns if isinstance(each, URLPattern))


def _is_ours(callback: Callable[..., Any]) -> bool:
    return callback.__module__.split(".")[0] in {"catalog", "backorders", "inventory_site"} and not _is_hook(callback)


def _is_hook(callback: Callable[..., Any]) -> bool:
    """Whether it is the site's own method, as `login` or `search`: Django's hook, or Unfold's, overridden."""
    return hasattr(UnfoldAdminSite, callback.__name__)


def test_nothing_but_the_frame_wires_a_view() -> None:
    wired = {
        name_of(path)
        for path in written_files(".py")
        if not name_of(path).startswith("tests/") and re.search(r"\badmin_view\(", path.read_text())
    }
    assert wired <= FRAME
    asking = [
        name_of(path) for path in (ROOT / "backorders" / "admin").rglob("*.py") if "import path" in path.read_text()
    ]
    assert asking == []


@pytest.mark.django_db
@pytest.mark.parametrize(("screen", "page"), PAGES, ids=[page.name for _, page in PAGES])
def test_each_page_names_a_right_that_there_is(screen: Any, page: AdminPage) -> None:
    for name in filter(None, (page.permission, page.posts)):
        app, _, codename = name.partition(".")
        if codename:
            assert Permission.objects.filter(content_type__app_label=app, codename=codename).exists()
        else:
            assert callable(getattr(screen, f"has_{name}_permission"))


@pytest.mark.django_db
def test_each_page_refuses_whoever_lacks_its_right_and_a_method_that_it_has_not(client: Client) -> None:
    stranger = User.objects.create_user("stranger", is_staff=True)
    stranger.user_permissions.add(Permission.objects.get(codename="view_logentry"))
    client.force_login(stranger)
    order = OrderFactory.create()
    of_no_model = [page for pattern in _flat(get_resolver()) if (page := declared(pattern.callback))]
    addresses = [(page, _address(page, order.pk)) for page in (*(page for _, page in PAGES), *of_no_model)]
    guarded = [address for page, address in addresses if page.permission]
    assert {page.name for page, _ in addresses if not page.permission} <= OWN_ACCOUNT
    assert {client.get(address).status_code for address in guarded} == {403}
    assert {client.post(address, {"key": "5f0c"}).status_code for address in guarded} <= {403, 409}
    client.force_login(User.objects.create_superuser("root"))
    assert {client.put(address).status_code for _, address in addresses} == {405}
    only_posts = [address for page, address in addresses if "GET" not in page.methods]
    assert only_posts
    assert {client.get(address).status_code for address in only_posts} == {405}


def _address(page: AdminPage, pk: int) -> str:
    parts = re.findall(r"<\w+:(\w+)>", page.address)
    return reverse(f"admin:{page.name}", kwargs=dict.fromkeys(parts, pk))
