"""What a product's page and the grid offer beside editing: what saving would do, and what was saved before."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.decorators import action

from catalog.admin.change_history import history_page
from catalog.admin.explanation_screen import explanation_page
from catalog.admin.product_deletion import DeletesProducts
from catalog.admin.product_preview import product_preview
from catalog.admin.update_attributes_page import update_attributes_page
from catalog.forms.once import harmless
from catalog.models import Product
from catalog.queries.history import product_changes


class ProductTools(DeletesProducts):
    """The base of the products' screen."""

    actions = ("update_attributes",)

    def get_urls(self) -> list[URLPattern]:
        """Answer below the product's address with the preview and the explanation."""
        preview = self.admin_site.admin_view(self.preview_view)
        explain = self.admin_site.admin_view(self.explain_view)
        return [
            path("<int:pk>/preview/", preview, name="catalog_product_preview"),
            path("<int:pk>/explain/", explain, name="catalog_product_explain"),
            *super().get_urls(),
        ]

    @harmless("It writes nothing: it says what saving would do.")
    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what saving the posted page would do to the product's salable quantities; nothing is stored."""
        product: Product | None = self.get_object(request, str(pk))
        if not self.has_change_permission(request, product):
            raise PermissionDenied
        if product is None:
            return redirect("admin:catalog_product_changelist")
        if request.method != "POST":
            return redirect("admin:catalog_product_change", pk)
        form = self.get_form(request, product, change=True)(request.POST, instance=product)
        return TemplateResponse(request, "admin/preview/effect.html", {"panel": product_preview(form)})

    def explain_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show how the product's salable quantities come about."""
        product: Product | None = self.get_object(request, str(pk))
        if not self.has_view_or_change_permission(request, product):
            raise PermissionDenied
        if product is None:
            return redirect("admin:catalog_product_changelist")
        return explanation_page(request, self.admin_site, product)

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

    @action(description="Update attributes", permissions=["change"])
    def update_attributes(self, request: HttpRequest, queryset: QuerySet[Product]) -> HttpResponse:
        """Change Advanced Inventory of the selected products at once, on a page of its own."""
        return update_attributes_page(request, queryset, context=self.admin_site.each_context(request))
