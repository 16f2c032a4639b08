"""Sales > Deliveries > Receive delivery: type what came, look at whom it serves, book it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from backorders.actions.book_delivery import CannotBook, book_delivery, delivery_effect
from backorders.admin.delivery.presenter import LookedAt, looked_at
from backorders.admin.order_frame import staff
from backorders.forms.delivery_form import GoodsInForm
from backorders.queries.delivery import items_at
from catalog.admin.incoming_supply.page import MAY_RECEIVE
from catalog.admin.pages import AdminPage, Shown
from catalog.forms.hidden_fields import kept_key


def receive_delivery_page(request: HttpRequest) -> HttpResponse | Shown:
    """Show the form; a post says what the delivery would do, and with `do` = book does it when that is what was looked at."""
    form = GoodsInForm(request.POST or None, request.FILES or None, initial={"source": request.GET.get("source", "")})
    if request.method != "POST":
        return _shown(form, str(kept_key(request)))
    if not form.is_valid():
        return _shown(form, str(kept_key(request)), problems=form.problems)
    cleaned = form.cleaned_data
    given: dict[str, Any] = {
        **{name: cleaned[name] for name in ("source", "units", "expected_as")},
        "by": staff(request),
    }
    problems: tuple[str, ...] = ()
    try:
        if request.POST.get("do") == "book":
            booked = book_delivery(
                **given,
                reference=cleaned["reference"],
                seen=request.POST.get("seen", ""),
                key=str(kept_key(request)),
                now=timezone.now(),
            )
            messages.success(request, f"Delivery #{booked.number} has been booked at {booked.source.name}.")
            return HttpResponseRedirect(reverse("admin:backorders_delivery_change", args=(booked.pk,)))
    except CannotBook as refusal:
        problems = refusal.problems
    try:
        effect = delivery_effect(**given)
    except CannotBook as refusal:
        return _shown(form, str(kept_key(request)), problems=problems or refusal.problems)
    items = items_at(cleaned["source"].pk, [product.pk for product in cleaned["units"]])
    return _shown(
        form,
        str(kept_key(request)),
        problems=problems,
        look=looked_at(effect, items, expected_as=cleaned["expected_as"]),
    )


RECEIVE_PAGE = AdminPage(
    "receive/",
    "backorders_delivery_receive",
    receive_delivery_page,
    permission=MAY_RECEIVE,
    template="admin/delivery/receive.html",
)


def _shown(form: GoodsInForm, key: str, *, problems: tuple[str, ...] = (), look: LookedAt | None = None) -> Shown:
    return Shown(
        {
            "title": "Receive delivery",
            "sources": form.choices,
            "reference": form.data.get("reference", "")[:100],
            "expected_as": form.data.get("expected_as", "")[:100],
            "rows": form.text or form.data.get("rows", ""),
            "key": key,
            "problems": problems,
            "look": look,
        },
        # Nothing was done: the form's key stays good.
        status=400 if form.is_bound else 200,
    )
