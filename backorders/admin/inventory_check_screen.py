"""Reports > Inventory Check: what the last check found; a POST checks anew, or repairs and then checks."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from backorders.actions.inventory_check import check_inventory
from backorders.actions.repair_inventory import repair_inventory
from backorders.models import CheckPlace, InventoryCheck
from backorders.words.inventory_difference import NO_DIFFERENCE, difference_words
from catalog.admin.pages import POSTS, AdminPage, Shown, slow
from catalog.models import Product
from catalog.queries.history import staff_name
from catalog.queries.inventory_differences import overpromised, sku_twins
from catalog.words.shared_sources import overpromised_words

MAY_SEE = "catalog.view_reservation"
# The repair adds to the ledger.
MAY_REPAIR = "catalog.add_reservation"


@dataclass(frozen=True)
class Twin:
    """One product whose SKU another has in other letters."""

    sku: str
    name: str
    url: str


@slow
def inventory_check(request: HttpRequest) -> HttpResponse | Shown:
    """Show what the last check found. Everything is compared only when that is asked for: it reads the whole ledger."""
    if request.method == "POST":
        return _checked(request)
    last = InventoryCheck.objects.first()
    kept = last.kept if last else ()
    context = {
        "title": "Inventory Check",
        "last": last,
        "differences": tuple(map(difference_words, kept)),
        "twins": tuple(tuple(map(_twin, twins)) for twins in sku_twins()),
        "overpromised": tuple(map(overpromised_words, overpromised())),
        "no_difference": NO_DIFFERENCE,
        "more": last.found - len(kept) if last else 0,
        "may_repair": request.user.has_perm(MAY_REPAIR) and any(difference.kind.is_repaired for difference in kept),
    }
    return Shown(context)


@slow
def inventory_repair(request: HttpRequest) -> HttpResponse:
    """Put right what a repair can, and check."""
    messages.success(request, str(repair_inventory(now=timezone.now())))
    return _checked(request)


def _checked(request: HttpRequest) -> HttpResponse:
    by = staff_name(cast("User", request.user))
    check_inventory(place=CheckPlace.PAGE, by=by, now=timezone.now())
    return redirect("admin:inventory_check")


INVENTORY_CHECK = AdminPage(
    "reports/inventory-check/",
    "inventory_check",
    inventory_check,
    permission=MAY_SEE,
    template="admin/inventory_check.html",
)
INVENTORY_REPAIR = AdminPage(
    "reports/inventory-check/repair/",
    "inventory_repair",
    inventory_repair,
    permission=MAY_SEE,
    posts=MAY_REPAIR,
    methods=POSTS,
)


def _twin(product: Product) -> Twin:
    return Twin(product.sku, product.name, reverse("admin:catalog_product_change", args=(product.pk,)))
