"""Every screen of the admin's models, on a row that exists, asked as each role: it opens, or says no; nobody gets an error."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.place_order import place_order
from catalog.models import Product, StoreView
from inventory_site.roles import ROLES
from tests.factories.backorders import CartFactory
from tests.factories.catalog import (
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    StoreViewFactory,
    WebsiteFactory,
    product_with_stock,
)

pytestmark = pytest.mark.django_db
FORM = {"name": "x" * 300, "action": "delete_selected", "_selected_action": "1"}


@pytest.fixture
def rows() -> None:
    """Make a row of most models: what has none is asked for a row that is gone."""
    product = product_with_stock(quantity=2)
    SourceItemFactory.create(product=product, source=SourceFactory.create())
    StockFactory.create()
    StoreViewFactory.create(website=WebsiteFactory.create())
    CartFactory.create()
    place_order(lines={product: 1}, email="shopper@example.org", by=None, now=timezone.now())


def staff(role: str) -> User:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    return user


def addresses() -> Iterator[tuple[str, str]]:
    """Yield (name, address) of every screen of every model that the admin shows, with a row of its own where there is one."""
    for model, screen in admin.site._registry.items():  # noqa: SLF001  the only list there is
        row = model._default_manager.order_by("-pk").first()  # noqa: SLF001  Django's API
        pk = "0" if row is None else str(row.pk)
        for pattern in screen.get_urls():
            if pattern.name:
                arguments = {name: pk if name in {"object_id", "pk"} else "1" for name in pattern.pattern.converters}
                yield pattern.name, reverse(f"admin:{pattern.name}", kwargs=arguments)


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("role", [role.name for role in ROLES])  # nobody's: test_roles.py
def test_no_screen_of_a_model_breaks_for_a_role(client: Client, role: str) -> None:
    client.force_login(staff(role))
    client.raise_request_exception = False
    broken = [(name, client.get(address).status_code) for name, address in addresses()]
    assert [(name, status) for name, status in broken if status >= 500] == []


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("role", ["Merchandiser", "Fulfilment", "Customer service"])  # the others stand elsewhere
def test_no_form_of_a_model_breaks_for_a_role(client: Client, role: str) -> None:
    client.force_login(staff(role))
    client.raise_request_exception = False
    answers = [(name, client.post(address, dict(FORM)).status_code) for name, address in addresses()]
    assert [(name, status) for name, status in answers if status >= 500] == []


@pytest.mark.usefixtures("rows")
def test_a_viewer_changes_nothing_by_any_form(client: Client) -> None:
    client.force_login(staff("Viewer"))
    before = (list(Product.objects.values()), list(StoreView.objects.values()))
    for _, address in addresses():
        client.post(
            address, {"name": "Taken over", "post": "yes", "action": "delete_selected", "_selected_action": "1"}
        )
    assert (list(Product.objects.values()), list(StoreView.objects.values())) == before
