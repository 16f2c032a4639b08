"""Reports > Inventory Check: what is kept against the rows it is kept from, and the repair."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from backorders.actions.inventory_check import keep_inventory_check
from backorders.actions.repair_inventory import repair_inventory
from backorders.forms.inventory_differences_in_words import (
    NO_DIFFERENCE,
    inventory_differences_in_words,
    overpromised_in_words,
)
from backorders.models import CheckPlace, InventoryCheck
from catalog.admin.pages import AdminPage, Shown, slow
from catalog.models import Product
from catalog.queries.history import staff_name
from catalog.queries.inventory_differences import overpromised, sku_twins

MOST_DIFFERENCES = 200
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
    """Show the differences that stand now; a POST repairs levels and ledger first."""
    may_repair = request.user.has_perm(MAY_REPAIR)
    if request.method == "POST":
        messages.success(request, str(repair_inventory(now=timezone.now())))
        return redirect("admin:inventory_check")
    now = timezone.now()
    last = InventoryCheck.objects.first()
    differences = tuple(inventory_differences_in_words(now=now))
    if request.method == "GET":
        by = staff_name(cast("User", request.user))
        keep_inventory_check(found=len(differences), place=CheckPlace.PAGE, by=by, now=now)
    context = {
        "title": "Inventory Check",
        "differences": differences[:MOST_DIFFERENCES],
        "twins": tuple(tuple(map(_twin, twins)) for twins in sku_twins()),
        "overpromised": tuple(map(overpromised_in_words, overpromised())),
        "no_difference": NO_DIFFERENCE,
        "last": last,
        "count": len(differences),
        "more": max(0, len(differences) - MOST_DIFFERENCES),
        # Money is only reported.
        "may_repair": may_repair and any(difference.stock for difference in differences),
    }
    return Shown(context)


INVENTORY_CHECK = AdminPage(
    "reports/inventory-check/",
    "inventory_check",
    inventory_check,
    permission=MAY_SEE,
    posts=MAY_REPAIR,
    template="admin/inventory_check.html",
)


def _twin(product: Product) -> Twin:
    return Twin(product.sku, product.name, reverse("admin:catalog_product_change", args=(product.pk,)))
