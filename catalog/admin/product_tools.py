"""What a product's page and the grid offer beside editing: the history of its stock."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from catalog.admin.change_history import history_page
from catalog.admin.screen import Screen
from catalog.models import Product
from catalog.queries.history import product_changes


class ProductTools(Screen):
    """The base of the products' screen."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show who changed what of the product's Advanced Inventory and quantities."""
        del extra_context
        product: Product | None = self.get_object(request, object_id)
        if not self.has_view_or_change_permission(request, product):
            raise PermissionDenied
        if product is None:
            return redirect("admin:catalog_product_changelist")
        return history_page(
            request,
            self.admin_site,
            title=f"History of {product.name}",
            changes=product_changes(product),
            back=reverse("admin:catalog_product_change", args=[product.pk]),
        )
