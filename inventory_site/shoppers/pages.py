"""The pages of an account: its orders, and the doors to it, which are django-allauth's in the shop's look."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account import views as doors
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, re_path, reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from backorders.actions.save_address import forget_address
from backorders.models import Order, SavedAddress
from backorders.models.order import shop_address
from backorders.queries.buyer import orders_of
from backorders.rules.order_status import OrderStatus
from catalog.forms.once import harmless
from catalog.models import CustomerGroup
from catalog.rules.customer_group import NOT_LOGGED_IN
from catalog.rules.money import price_text
from catalog.storefront.current_store import confirmed_email, current_store
from catalog.words.moment import DAY

ON_A_PAGE = 20


@dataclass(frozen=True)
class OwnOrder:
    """An order in the list of an account. `shop` is the website's name, where it is another than the one looked at."""

    number: str
    url: str
    placed: str
    status: str
    total: str
    shop: str


@never_cache
@require_safe
def account_home(request: HttpRequest) -> HttpResponse:
    """Show the account and its orders: those of the confirmed address, and none before. Two queries for the orders of a shop."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    store, email = current_store(request), confirmed_email(request)
    mine = orders_of(email).select_related("website") if email else Order.objects.none()
    page = Paginator(mine, ON_A_PAGE).get_page(request.GET.get("page"))
    group = None if store.group == NOT_LOGGED_IN else CustomerGroup.objects.filter(code=store.group).first()
    context = {
        "email": request.user.email,
        "is_confirmed": bool(email),
        "group": group.name if group else "",
        "address": SavedAddress.objects.filter(user=request.user.pk).first(),
        "orders": _shown(page.object_list, website=store.website.pk),
        "page": page,
    }
    return render(request, "account/home.html", context)


@never_cache
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Keep no address of the account any more."""
    if isinstance(request.user, User):
        forget_address(user=request.user)
        messages.success(request, "Your address is forgotten. Orders keep theirs.")
    return redirect("account_home")


def _shown(orders: Any, *, website: int) -> list[OwnOrder]:
    # The addresses of other shops are looked up once for each shop, and not for each order.
    hosts: dict[tuple[int, int | None], str] = {}
    return [_own_order(order, website, hosts) for order in orders]


def _own_order(order: Order, website: int, hosts: dict[tuple[int, int | None], str]) -> OwnOrder:
    url, shop = reverse("storefront:confirmation", kwargs={"checkout": order.checkout}), ""
    if order.website_id != website:
        of = (order.website_id, order.store_view_id)
        hosts[of] = hosts[of] if of in hosts else shop_address(order, "/")
        url, shop = f"{hosts[of].rstrip('/')}{url}", order.website.name
    return OwnOrder(
        number=order.number,
        url=url,
        placed=f"{localtime(order.placed_at):{DAY}}",
        status=OrderStatus(order.status).label,
        total=price_text(order.total, order.currency),
        shop=shop,
    )


def _door(view: Callable[..., Any], reason: str) -> Callable[..., Any]:
    """Return the view, whose form needs no key for `reason`, kept by no browser."""
    return harmless(reason)(never_cache(view))


MAILS = "Each may send a mail; how many is limited by the address that is typed and by the network."
urlpatterns: list[URLPattern] = [
    path("", account_home, name="account_home"),
    path(
        "address/forget/", harmless("What is forgotten once more is forgotten.")(forget), name="account_forget_address"
    ),
    path(
        "sign-in/",
        _door(doors.LoginView.as_view(), "Who signs in again is signed in."),
        name="account_login",
    ),
    path(
        "sign-out/",
        _door(doors.LogoutView.as_view(), "Who signs out again is out already."),
        name="account_logout",
    ),
    path("sign-up/", _door(doors.SignupView.as_view(), MAILS), name="account_signup"),
    path("password/", _door(doors.PasswordResetView.as_view(), MAILS), name="account_reset_password"),
    path(
        "password/mailed/",
        never_cache(require_safe(doors.PasswordResetDoneView.as_view())),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[0-9A-Za-z-]{1,100})/$",
        _door(doors.PasswordResetFromKeyView.as_view(), "A link is good once: the password that is chosen ends it."),
        name="account_reset_password_from_key",
    ),
]
