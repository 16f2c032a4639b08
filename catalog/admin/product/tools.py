"""What a product's page and the grid offer beside editing: effect, history, explanation, deletion."""

from dataclasses import replace
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.options import ActionLocation
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action

from catalog.actions.product import CannotDeleteProducts, delete_products, disable_products, held_units
from catalog.actions.undo_change import undo_policy_change
from catalog.admin.effect import product_preview
from catalog.admin.history import history_page, tell_taken_back, with_values
from catalog.admin.pages import POSTS, PREVIEWS, AdminPage, slow
from catalog.admin.product.explanation import explanation_page
from catalog.admin.product.update_attributes import update_attributes_page
from catalog.admin.screen import Screen, around_selection
from catalog.forms.once import harmless
from catalog.models import Product
from catalog.queries.history import product_changes
from catalog.words.form import held_in_words, variants_in_words

NAMED = 20
RIGHT = "catalog.delete_product_in_open_orders"
ACTION = "delete_selected"
ASK = (
    "Open orders hold units of it: only somebody with the right “Can delete products whose units open orders hold” can "
    "delete it."
)


class DeletesProducts(Screen):
    """The part of the products' screen that deletes."""

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002  Django's signature
    ) -> HttpResponse:
        """Say what hangs on the product; when asked for it, delete or disable it."""
        product: Product | None = self.get_object(request, object_id)
        if not self.has_delete_permission(request, product):
            raise PermissionDenied
        if product is None:
            messages.warning(request, "This product was deleted already.")
            return redirect("admin:catalog_product_changelist")
        return self._deletion(request, Product.objects.filter(pk=product.pk), {"back": _page_of(product)})

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """Let the mass action lead to the same page."""
        offered: dict[str, Any] = super().get_actions(request, action_location=action_location)
        if ACTION in offered:
            offered[ACTION] = replace(offered[ACTION], func=_delete_selected)
        return offered

    def deletion_of_selected(self, request: HttpRequest, queryset: QuerySet[Product]) -> HttpResponse:
        """Say what hangs on the selected products; when asked for it, delete or disable them."""
        if not self.has_delete_permission(request):
            raise PermissionDenied
        return self._deletion(request, queryset, around_selection(request))

    def _deletion(self, request: HttpRequest, products: QuerySet[Product], sent: dict[str, Any]) -> HttpResponse:
        """Do what was asked, or show the page. `sent` are the fields that the page sends again."""
        ids = list(products.order_by("pk").values_list("pk", flat=True))
        problem, status = "", 200
        if "disable" in request.POST:
            return self._disable(request, ids)
        if "post" in request.POST:
            try:
                return self._delete(request, ids)
            except CannotDeleteProducts as refusal:
                problem, status = str(refusal), 200 if request.user.has_perm(RIGHT) else 403
        held = held_units(ids)
        named = list(products.order_by("name", "pk").values_list("name", "sku")[:NAMED])
        context = {
            **self.admin_site.each_context(request),
            "title": "Delete product" if len(ids) == 1 else "Delete products",
            "opts": self.opts,
            "action": ACTION,
            "named": named,
            "count": len(ids),
            "more": len(ids) - len(named),
            "held": held_in_words(held, products=len(ids)),
            "then": held.then,
            "besides": held.besides,
            "variants": variants_in_words(Product.objects.filter(variant_of__in=ids).exclude(pk__in=ids).count()),
            "seen": held.mark,
            "may_delete": not held.orders or request.user.has_perm(RIGHT),
            "may_disable": request.user.has_perm("catalog.change_product"),
            "ask": ASK,
            "problem": problem,
            **sent,
        }
        return TemplateResponse(request, "admin/catalog/product_delete.html", context, status=status)

    def _delete(self, request: HttpRequest, ids: list[int]) -> HttpResponse:
        with transaction.atomic():
            self.log_deletions(request, Product.objects.filter(pk__in=ids))
            names = delete_products(
                product_ids=ids,
                by=cast("User", request.user),
                may_delete_held=request.user.has_perm(RIGHT),
                seen=request.POST.get("seen"),
                now=timezone.now(),
            )
        said = f"You deleted {names[0]}." if len(names) == 1 else f"You deleted {len(names):,} products."
        messages.success(request, said)
        return redirect("admin:catalog_product_changelist")

    def _disable(self, request: HttpRequest, ids: list[int]) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        disabled = disable_products(product_ids=ids, by=cast("User", request.user))
        if disabled:
            said = "1 product was" if disabled == 1 else f"{disabled:,} products were"
            messages.success(request, f"{said} disabled: the shop sells no more, and open orders ship as planned.")
        else:
            messages.info(request, "Disabled already: nothing was changed.")
        return redirect("admin:catalog_product_changelist")


def _delete_selected(screen: DeletesProducts, request: HttpRequest, queryset: QuerySet[Product]) -> HttpResponse:
    return screen.deletion_of_selected(request, queryset)


def _page_of(product: Product) -> str:
    return reverse("admin:catalog_product_change", args=(product.pk,))


class ProductTools(DeletesProducts):
    """The base of the products' screen."""

    actions = ("update_attributes",)
    exported = {"thumbnail": ()}

    pages = (
        AdminPage("<int:pk>/preview/", "catalog_product_preview", "preview_view", permission="change"),
        AdminPage("<int:pk>/history/undo/", "catalog_product_undo", "undo_view", permission="change", methods=POSTS),
        AdminPage(
            "<int:pk>/explain/",
            "catalog_product_explain",
            explanation_page,
            permission="view",
            template="admin/explanation.html",
        ),
    )

    def around_row(self, row: Product) -> dict[str, Any]:
        """Leave the bar to the title, which says what is explained."""
        del row
        return {}

    @slow
    @harmless(PREVIEWS)
    def preview_view(self, request: HttpRequest, product: Product) -> HttpResponse:
        """Say what saving the posted page would do to the product's salable quantities; nothing is stored."""
        if request.method != "POST":
            return redirect("admin:catalog_product_change", product.pk)
        form = self.get_form(request, product, change=True)(request.POST, instance=product)
        return TemplateResponse(request, "admin/preview/effect.html", {"panel": product_preview(form)})

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """Write into the log what each field was and is."""
        message = super().construct_change_message(request, form, formsets, add)
        return message if add else with_values(message, form)

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
            changes=lambda most: product_changes(product, most=most),
            back=reverse("admin:catalog_product_change", args=[product.pk]),
            undo=reverse("admin:catalog_product_undo", args=[product.pk])
            if self.has_change_permission(request, product)
            else "",
        )

    def undo_view(self, request: HttpRequest, product: Product) -> HttpResponse:
        """Take back a change of Advanced Inventory."""
        return tell_taken_back(
            request,
            lambda mark: undo_policy_change(product=product, mark=mark, by=cast("User", request.user)),
            back=reverse("admin:catalog_product_history", args=[product.pk]),
        )

    @action(description="Update attributes", permissions=["change"])
    def update_attributes(self, request: HttpRequest, queryset: QuerySet[Product]) -> HttpResponse:
        """Change Advanced Inventory of the selected products at once, on a page of its own."""
        return update_attributes_page(request, queryset, context=self.admin_site.each_context(request))
