"""The pages of products, for the tests that post them."""

from typing import Any

from django.contrib.auth.models import Permission, User
from django.test import Client

from catalog.models import Product, SourceItem, StockItem
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import default_source

ADD = "/admin/catalog/product/add/"
GRID = "/admin/catalog/product/"


def url(product: Product) -> str:
    return f"/admin/catalog/product/{product.pk}/change/"


def at_default(name: str) -> str:
    return f"sources-{default_source().pk}-{name}"


def save(client: Client, product: Product, **changes: Any) -> Any:
    return client.post(url(product), filled_form(client.get(url(product)), **changes))


def errors_of(response: Any) -> list[str]:
    assert response.status_code == 200
    return list(response.context["page"].errors)


def stored(product: Product) -> tuple[Any, ...]:
    """Everything of the product that the page can change."""
    return (
        Product.objects.filter(pk=product.pk).values_list("name", "sku", "price", "is_enabled").get(),
        list(StockItem.objects.filter(product=product).values()),
        list(SourceItem.objects.filter(product=product).order_by("pk").values()),
    )


def staff_with(*permissions: str) -> Client:
    user = User.objects.create_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client
