"""The lines of an order as staff type them, of a new one and of one that is edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms

from backorders.models import OrderLine
from backorders.queries.order_draft import LONGEST_WORD, products_named
from backorders.rules.payment import PaymentMethod
from catalog.forms.fields import NO_NUMBER, BoughtQuantityField, LineField, TypedQuantityField, refuse_misleading_line
from catalog.models import CustomerGroup, Product, Website
from catalog.queries.customer import group_of
from catalog.queries.salable import for_sale
from catalog.rules.quantity import LARGEST, plain
from catalog.words.names import first_named
from catalog.words.refusal import TOO_MANY

NO_SUCH_GROUP = "Please choose a customer group."
BY_EMAIL = "The customer's own, by the email; NOT LOGGED IN for a guest"


class StaffOrderForm(forms.Form):
    """Customer, website, customer group, payment method."""

    customer_name = LineField(label="Customer Name", max_length=200)
    email = forms.EmailField(label="Email", max_length=254, validators=[refuse_misleading_line])
    website = forms.ChoiceField(label="Website", error_messages={"invalid_choice": "Please choose a website."})
    customer_group = forms.ChoiceField(
        label="Customer Group",
        required=False,
        help_text="Its minimum quantities hold for this order, and when the order is edited.",
        error_messages={"invalid_choice": NO_SUCH_GROUP},
    )
    payment_method = forms.ChoiceField(
        label="Payment Method",
        choices=[(method.value, method.label) for method in (PaymentMethod.CHECK_MONEY_ORDER, PaymentMethod.CARD)],
        initial=PaymentMethod.CHECK_MONEY_ORDER.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the websites that sell from a stock, the default one first, and the customer groups. Two queries."""
        super().__init__(*args, **kwargs)
        selling = Website.objects.filter(sales_channel__isnull=False).select_related("sales_channel__stock")
        self.websites = {str(website.pk): website for website in selling.order_by("-is_default", "name", "pk")}
        choices = [(pk, website.name) for pk, website in self.websites.items()]
        self.fields["website"].choices = choices  # type: ignore[attr-defined]  # the field's own type is hidden behind Field

        self.groups = dict(CustomerGroup.objects.order_by("pk").values_list("code", "name"))
        groups = [("", BY_EMAIL), *self.groups.items()]
        self.fields["customer_group"].choices = groups  # type: ignore[attr-defined]  # see above

    def chosen_group(self, typed: str, *, email: str) -> str:
        """Return the code `typed`, else the group of the customer with this `email`, NOT LOGGED IN for a guest."""
        if typed in self.groups:
            return typed
        return group_of(email)

    def chosen_website(self, typed: str) -> Website:
        """Return the website with the id `typed`, else the default one."""
        return self.websites.get(typed) or next(iter(self.websites.values()))


BLANK_QUANTITY = "1"
VARIANTS_NAMED = 5


@dataclass(frozen=True)
class TypedRow:
    """One row. `product` and `units` are None when what was typed names none; `problem` then says why."""

    sku: str
    quantity: str
    product: Product | None = None
    units: Decimal | None = None
    problem: str = ""


def typed_rows(typed: Sequence[tuple[str, str]], *, website: Website) -> tuple[TypedRow, ...]:
    """Return the rows of (SKU or name, quantity) that are not blank, all rows of one product added up (C25).

    A product goes by its SKU, in any case, or by its whole name. Nothing that was typed is lost. For a product that comes in
    variants, those that `website` sells are named.
    """
    cleaned = [(_clean(sku), _clean(quantity)) for sku, quantity in typed]
    filled = [(sku, quantity) for sku, quantity in cleaned if sku or quantity not in {"", BLANK_QUANTITY}]
    named = products_named({sku for sku, _ in filled if sku})
    rows: list[TypedRow] = []
    for row in (_row(sku, quantity, named.get(sku, []), website) for sku, quantity in filled):
        same = next((n for n, other in enumerate(rows) if _can_join(other, row)), None)
        if same is None:
            rows.append(row)
        else:
            rows[same] = _joined(rows[same], row)
    return tuple(rows)


def _clean(text: str) -> str:
    return text.replace("\0", "").strip()[:LONGEST_WORD]


def _row(sku: str, quantity: str, found: Sequence[Product], website: Website) -> TypedRow:
    if not sku:
        return TypedRow(sku, quantity, problem="Please enter a SKU, or search for the product.")
    if not found:
        return TypedRow(sku, quantity, problem=f"There is no product “{sku}”.")
    if len(found) > 1:
        return TypedRow(sku, quantity, problem=f"There are {len(found)} products “{sku}”. Please enter the SKU.")
    product = found[0]
    if not product.holds_stock:
        sold = product.variants.filter(for_sale(website.pk)).order_by("sku")
        variants = list(sold.values_list("sku", flat=True))
        choice = (
            f" Please choose a variant: {first_named(variants, first=VARIANTS_NAMED)}."
            if variants
            else " None of them is sold on this website."
        )
        return TypedRow(sku, quantity, problem=f"“{product.name}” comes in several variants.{choice}")
    try:
        units = BoughtQuantityField().clean(quantity)
    except forms.ValidationError as error:
        return TypedRow(product.sku, quantity, product, problem=" ".join(error.messages))
    return TypedRow(product.sku, plain(units) if units is not None else quantity, product, units)


def _can_join(one: TypedRow, other: TypedRow) -> bool:
    return one.product is not None and one.product == other.product and None not in {one.units, other.units}


def _joined(one: TypedRow, other: TypedRow) -> TypedRow:
    units = (one.units or Decimal(0)) + (other.units or Decimal(0))
    if units > LARGEST:
        return replace(one, problem=TOO_MANY, units=None, quantity=plain(units))
    return replace(one, units=units, quantity=plain(units))


@dataclass(frozen=True)
class TypedLine:
    """One line: the net quantity `units` that is wanted (None: what was typed is none, `problem` says why), and what was typed."""

    line: OrderLine
    typed: str
    units: Decimal | None
    problem: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether another quantity is wanted than the line has."""
        return self.units != self.line.progress().net


def typed_lines(lines: Sequence[OrderLine], posted: Mapping[str, str]) -> tuple[TypedLine, ...]:
    """Return what was typed for each of `lines` in `line-<id>`.

    `was-<id>` is what the page showed: a box that nobody touched follows the order, should it have changed since.
    """
    return tuple(_typed_line(line, posted.get(f"line-{line.pk}"), posted.get(f"was-{line.pk}")) for line in lines)


def _typed_line(line: OrderLine, typed: str | None, was: str | None) -> TypedLine:
    net = line.progress().net
    if typed is None or typed.strip() == was:
        return TypedLine(line, plain(net), net)
    try:
        units = TypedQuantityField(error_messages={"required": NO_NUMBER}).clean(typed)
    except forms.ValidationError as error:
        words = {"number": NO_NUMBER, "large": TOO_MANY}
        return TypedLine(line, typed, None, words.get(error.code or "", " ".join(error.messages)))
    return TypedLine(line, typed, units)
