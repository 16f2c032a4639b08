"""Create New Order, and the products that it suggests while one types."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from backorders.actions.place_order import NotSalable, place_order
from backorders.actions.steps.placing import NotAgreed
from backorders.admin.create_order.customer import customer_search
from backorders.admin.order_draft import FOUND, ItemsShown, found_product, items_shown
from backorders.admin.order_frame import back_to, staff
from backorders.forms.asked_terms import AskedTerms, asked_terms
from backorders.forms.checkout_form import AddressForm
from backorders.forms.order_form import StaffOrderForm
from backorders.forms.terms_form import CustomersConsentForm, ShippingForm
from backorders.models import Order
from backorders.queries.order_draft import judged_items, products_like
from backorders.rules.placing import OrderTooLargeError, Terms
from backorders.words.order import too_large_words
from catalog.admin.pages import READS, AdminPage
from catalog.models import ConfigurationValue
from catalog.rules.in_force import Configuration
from catalog.rules.money import amount_text

LOOK = "Please check the items and the total, then submit the order."
NOT_CREATED = "The order was not created: please correct what is marked below."
# A reorder names its deleted products, as far as a page can be read.
MOST_GONE = 20
NO_ITEMS = "Please add at least one product."


def create_order_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the page; its buttons work on the rows, Submit Order places the order that the page has shown. Once."""
    if not request.user.has_perm("backorders.add_order"):
        raise PermissionDenied
    # The page's own token: a button that was pressed twice leads to the order that the first press made.
    posted = _token(request.POST.get("checkout", ""))
    if posted and (order := Order.objects.filter(checkout=_checkout(posted)).first()):
        return back_to(order)
    token = posted or uuid.uuid4()
    submits = request.method == "POST" and request.POST.get("do") == "submit"
    for name in request.POST.getlist("gone")[:MOST_GONE]:
        messages.warning(request, f"{name[:400]} was deleted from the catalog: it cannot be ordered again.")
    customer = customer_search(request)
    typed: dict[str, Any] = {**request.POST.dict(), **customer.fields}
    form, address = _forms(request, typed, submits=submits)
    judged, configuration = _judging(request, form, typed)
    items = judged()
    # What is asked of the customer stands on the page that shows the items.
    has_looked = request.POST.get("seen") == items.mark
    terms = _terms(typed, items, configuration, submits=submits and has_looked)
    ships = not items.wanted or any(not product.is_virtual for product in items.wanted)
    is_refused = False
    if submits:
        valid = all([form.is_valid(), not ships or address.is_valid(), not has_looked or terms.are_valid])
        if items.has_problems or not items.wanted or not valid:
            is_refused = True
            messages.error(request, NOT_CREATED if items.wanted or items.has_problems else NO_ITEMS)
        elif not has_looked:
            messages.warning(request, LOOK)
        elif order := _placed(request, (items, form, address if ships else None, terms), checkout=_checkout(token)):
            messages.success(request, "You created the order.")
            return back_to(order)
        else:
            is_refused, items = True, judged()
            terms = _terms(typed, items, configuration, submits=False)
    context = {
        **site.each_context(request),
        "opts": Order._meta,  # noqa: SLF001  public in Django
        "title": "Create New Order",
        "checkout": str(token),
        "form": form,
        "address": address if ships else None,
        "items": items,
        "terms": terms,
        "customer": customer,
        "total": amount_text(items.total, items.currency),
    }
    return TemplateResponse(request, "admin/order/create.html", context, status=400 if is_refused else 200)


def _judging(
    request: HttpRequest, form: StaffOrderForm, typed: dict[str, Any]
) -> tuple[Callable[[], ItemsShown], Configuration]:
    """Return what judges the rows as they stand then, for the typed website and group, and what is configured there."""
    website = form.chosen_website(typed.get("website", ""))
    configuration = ConfigurationValue.objects.in_force(website=website)
    group = form.chosen_group(typed.get("customer_group", ""), email=typed.get("email", ""))

    def judged() -> ItemsShown:
        stock = website.sales_channel.stock
        return items_shown(request, website, stock=stock, configuration=configuration, group=group)

    return judged, configuration


def _forms(request: HttpRequest, typed: dict[str, Any], *, submits: bool) -> tuple[StaffOrderForm, AddressForm]:
    """Return both. What is not submitted is not judged: staff who add a product have not typed the address yet."""
    if submits:
        return StaffOrderForm(request.POST), AddressForm(request.POST)
    return StaffOrderForm(initial=typed), AddressForm(initial=typed)


@dataclass(frozen=True)
class TermsForms:
    """What is asked of the customer, as the checkout asks: how it ships, consent to a late day; None where it matters to nobody."""

    asked: AskedTerms
    shipping: ShippingForm | None
    consent: CustomersConsentForm | None

    @property
    def are_valid(self) -> bool:
        """Whether all that is asked was answered."""
        asked = [each for each in (self.shipping, self.consent) if each is not None]
        # Each is judged, so that each says what is wrong with it.
        return sum(not each.is_valid() for each in asked) == 0

    def chosen(self) -> Terms:
        """Return what the order keeps, of valid forms."""
        return self.asked.terms(self.shipping)


def _terms(typed: dict[str, Any], items: ItemsShown, configuration: Configuration, *, submits: bool) -> TermsForms:
    asked = asked_terms(items.judged, configuration, today=timezone.localdate())
    posted, shown = (typed, {}) if submits else (None, typed)
    begins = {"shipping": shown.get("shipping") or asked.default.value}
    return TermsForms(
        asked,
        ShippingForm(posted, choices=asked.choices(), initial=begins) if asked.has_choice else None,
        CustomersConsentForm(posted, text=asked.consent, initial=shown) if asked.consent else None,
    )


def _placed(
    request: HttpRequest,
    posted: tuple[ItemsShown, StaffOrderForm, AddressForm | None, TermsForms],
    *,
    checkout: uuid.UUID,
) -> Order | None:
    """Place the order, or say why it was refused: somebody else bought the units meanwhile, or it is too dear to be written."""
    items, form, address, terms = posted
    typed = form.cleaned_data
    try:
        return place_order(
            lines=items.wanted,
            email=typed["email"],
            customer_name=typed["customer_name"],
            ship_to=None if address is None else address.address(),
            website=form.chosen_website(typed["website"]),
            checkout=checkout,
            payment_method=typed["payment_method"],
            group=form.chosen_group(typed["customer_group"], email=typed["email"]),
            terms=terms.chosen(),
            by=staff(request),
            now=timezone.now(),
        )
    except (NotSalable, NotAgreed):
        messages.error(request, NOT_CREATED)
    except OrderTooLargeError as error:
        messages.error(request, too_large_words(error.sku))
    except ValueError as error:
        messages.error(request, str(error))
    return None


def _checkout(token: uuid.UUID) -> uuid.UUID:
    """Return what names the order that the page with `token` makes: its shopper's link, which the page does not tell to staff."""
    return uuid.UUID(bytes=salted_hmac("create order", str(token), algorithm="sha256").digest()[:16], version=4)


def _token(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def suggested_products(request: HttpRequest) -> JsonResponse:
    """Return at most 20 products of a website that have every word of `q` in SKU or name, for who makes or edits orders."""
    website = StaffOrderForm().chosen_website(request.GET.get("website", ""))
    found = products_like(request.GET.get("q", ""), website=website, first=FOUND)
    judged = judged_items(
        {product: Decimal(1) for product in found},
        website=website,
        stock=website.sales_channel.stock,
        configuration=ConfigurationValue.objects.in_force(website=website),
    )
    shown = (found_product(judged[product.pk], website.currency) for product in found)
    return JsonResponse(
        {"products": [{"sku": p.sku, "name": p.name, "price": p.price, "salable": p.salable} for p in shown]}
    )


SUGGESTIONS_PAGE = AdminPage(
    "products/", "backorders_order_products", suggested_products, permission="suggest_products", methods=READS
)
