"""Who an order is made for: found by name or e-mail, or come from the page of a customer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest

from backorders.models import Buyer
from backorders.queries.buyer import address_of, buyer_of, buyers_like
from catalog.admin.history import moment_words
from catalog.models.fields import is_id

FOUND = 20
ADDRESS = ("street", "postcode", "city", "country")
CHOOSES = "customer:"


@dataclass(frozen=True)
class FoundCustomer:
    """One that the search found."""

    pk: int
    name: str
    email: str
    last: str


@dataclass(frozen=True)
class CustomerSearch:
    """What was looked for and found. `fields` {name: value} are those of the form that a chosen customer fills in.

    It is offered to who sees orders: customers are known by theirs alone.
    """

    is_offered: bool = True

    words: str = ""
    is_searched: bool = False
    found: tuple[FoundCustomer, ...] = ()
    chosen: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


def customer_search(request: HttpRequest) -> CustomerSearch:
    """Return what the button of the page asks for, or the customer that its address names."""
    if not request.user.has_perm("backorders.view_order"):
        return CustomerSearch(is_offered=False)
    words = " ".join(request.POST.get("customer_search", "").replace("\0", "").split())[:100]
    pressed = request.POST.get("do", "")
    if request.method == "POST" and pressed.startswith(CHOOSES):
        return _chosen(words, pressed.removeprefix(CHOOSES))
    if request.method != "POST" and (asked := request.GET.get("customer", "")):
        return _chosen(words, asked, with_website=True)
    if pressed != "customers" or not words:
        return CustomerSearch(words=words)
    found = buyers_like(words, first=FOUND)
    return CustomerSearch(
        words=words,
        is_searched=True,
        found=tuple(
            FoundCustomer(each.pk, each.customer_name or "Guest", each.email, moment_words(each.placed_at))
            for each in found
        ),
    )


def _chosen(words: str, pk: str, *, with_website: bool = False) -> CustomerSearch:
    buyer = buyer_of(int(pk)) if is_id(Buyer, pk) else None
    if buyer is None:
        return CustomerSearch(words=words, chosen="This customer has no order any more.")
    last = address_of(buyer.email)
    address = {name: getattr(last, name) for name in ADDRESS} if last else {}
    fields = {"customer_name": buyer.customer_name, "email": buyer.email, "customer_group": "", **address}
    if with_website:
        # Once rows are typed, they are of the website that was chosen for them.
        fields["website"] = str(buyer.website_id)
    return CustomerSearch(
        words=words, chosen=f"For {buyer.customer_name or buyer.email}: {buyer.email}.", fields=fields
    )
