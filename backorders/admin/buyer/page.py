"""The page of a customer, and its one form: the group."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from backorders.forms.order_form import NO_SUCH_GROUP
from backorders.models import Buyer
from catalog.actions.customer import set_customer_group
from catalog.admin.customer_screen import MAY_SET_GROUP
from catalog.admin.pages import POSTS, AdminPage
from catalog.admin.screen import tell_problems
from catalog.models import CustomerGroup
from catalog.rules.customer_group import NOT_LOGGED_IN
from catalog.words.refusal import refusals


def set_group(request: HttpRequest, buyer: Buyer) -> HttpResponse:
    """Put the customer into the group that was chosen, unless somebody else has changed it meanwhile."""
    chosen = request.POST.get("group", "")
    group = CustomerGroup.objects.exclude(code=NOT_LOGGED_IN).filter(code=chosen).first() if chosen else None
    if chosen and group is None:
        messages.error(request, NO_SUCH_GROUP)
        return redirect("admin:backorders_buyer_change", buyer.pk)
    with refusals() as problems:
        by = cast("User", request.user)
        is_new = set_customer_group(buyer.email, group=group, shown=request.POST.get("shown", ""), by=by)
        where = f"in the group {group}" if group else "in no group: the customer shops as NOT LOGGED IN"
        messages.success(request, f"{buyer.email} {'is now' if is_new else 'was already'} {where}.")
    tell_problems(request, problems)
    return redirect("admin:backorders_buyer_change", buyer.pk)


GROUP_PAGE = AdminPage("<int:pk>/group/", "backorders_buyer_group", set_group, permission=MAY_SET_GROUP, methods=POSTS)
