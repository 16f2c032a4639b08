"""The rows "SKU, Qty" of Create New Order and of the edit page: what was typed, found and judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from django.http import HttpRequest
from django.utils.timezone import localdate

from backorders.forms.order_form import BLANK_QUANTITY, TypedRow, typed_rows
from backorders.forms.units_form import TYPED_ROWS, typed_rows_problem
from backorders.queries.order_draft import JudgedItem, judged_items, products_like
from backorders.words.refusal import owed_for_staff, refusal_for_staff
from catalog.models import Product, Stock, Website
from catalog.rules.availability import Availability
from catalog.rules.in_force import Configuration
from catalog.rules.money import NOTHING, amount_text, line_amount
from catalog.rules.quantity import plain

BLANK_ROWS = 3
FOUND = 20


@dataclass(frozen=True)
class ItemRow:
    """One row. `product_id` is None when what was typed is no product yet; `warning` is about the part that is backordered."""

    number: int
    product_id: int | None
    name: str
    sku: str
    quantity: str
    price: str
    salable: str
    total: str
    problem: str
    warning: str


@dataclass(frozen=True)
class FoundProduct:
    """A product that the search found, or that is suggested for what is typed."""

    sku: str
    name: str
    price: str
    salable: str


@dataclass(frozen=True)
class ItemsShown:
    """The rows with what they come to. `wanted` {product: units} are those without a problem.

    `judged` are the same, as they can be sold. `lost` says that not every row of the page came in.
    """

    rows: tuple[ItemRow, ...]
    blanks: tuple[str, ...]
    search: str
    is_searched: bool
    found: tuple[FoundProduct, ...]
    wanted: Mapping[Product, Decimal]
    judged: tuple[JudgedItem, ...]
    total: Decimal
    currency: str
    lost: str = ""

    @property
    def has_problems(self) -> bool:
        """Whether a row cannot be sold as it was typed, or got lost."""
        return bool(self.lost) or any(row.problem for row in self.rows)

    @property
    def row_count(self) -> int:
        """How many rows the page shows, blank ones included."""
        return len(self.rows) + len(self.blanks)

    @property
    def mark(self) -> str:
        """What the page said of the rows: prices, quantities and what is backordered."""
        said = [(row.sku, row.quantity, row.price, row.warning) for row in self.rows]
        return sha256(repr(said).encode()).hexdigest()[:32]


def items_shown(
    request: HttpRequest,
    website: Website,
    *,
    stock: Stock,
    configuration: Configuration,
    group: str | None = None,
    judges: bool = True,
) -> ItemsShown:
    """Return the rows of the request, as its button changes them: one added, one removed, room for more, products found.

    `judges` False: the caller judges the products itself, together with what the order has already.
    """
    words = request.POST.get("search", "").replace("\0", "")[:100]
    searches = bool(words.strip()) and request.POST.get("do") == "search"
    found = products_like(words, website=website, first=FOUND) if searches else []
    rows = typed_rows(_typed(request), website=website)
    wanted = {row.product: row.units for row in rows if row.product is not None and row.units is not None}
    known = (*found, *(row.product for row in rows if row.product is not None))
    asked = {product: Decimal(1) for product in known} | wanted
    judged = judged_items(asked, website=website, stock=stock, configuration=configuration, group=group)
    shown = []
    for number, row in enumerate(rows):
        item = None if row.product is None else judged.get(row.product.pk)
        problem, warning = row.problem, ""
        if item is not None and row.units is not None and judges:
            problem = problem or (refusal_for_staff(item.refusal) if item.refusal else "")
            warning = owed_for_staff(item.owed, day=item.availability.day_if(row.units, today=localdate()))
        shown.append(_row(number, row, item, website.currency, problem=problem, warning=warning))
    priced = (line_amount(product.price, units, website.currency) for product, units in wanted.items())
    return ItemsShown(
        rows=tuple(shown),
        blanks=(BLANK_QUANTITY,) * _blanks(request, rows),
        search=words,
        is_searched=searches,
        found=tuple(found_product(judged[product.pk], website.currency) for product in found),
        wanted=wanted,
        judged=tuple(judged[pk] for pk in (product.pk for product in wanted) if judged[pk].refusal is None),
        total=sum(priced, NOTHING),
        currency=website.currency,
        lost=typed_rows_problem(
            request.POST.get(TYPED_ROWS, ""), request.POST.getlist("sku"), request.POST.getlist("qty")
        ),
    )


def found_product(item: JudgedItem, currency: str) -> FoundProduct:
    """Return a product as the search shows it."""
    product = item.product
    return FoundProduct(product.sku, product.name, amount_text(product.price, currency), _salable(item.availability))


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the rows as posted, without the one whose Remove was pressed, with the one whose Add was."""
    skus, quantities = request.POST.getlist("sku"), request.POST.getlist("qty")
    rows = [(sku, quantities[n] if n < len(quantities) else "") for n, sku in enumerate(skus)]
    verb, _, what = request.POST.get("do", "").partition(":")
    if verb == "remove":
        rows = [row for n, row in enumerate(rows) if str(n) != what]
    return [*rows, (what, BLANK_QUANTITY)] if verb == "add" else rows


def _blanks(request: HttpRequest, rows: Sequence[TypedRow]) -> int:
    if request.POST.get("do") == "more":
        return BLANK_ROWS
    return 0 if rows else 1


def _row(number: int, row: TypedRow, item: JudgedItem | None, currency: str, *, problem: str, warning: str) -> ItemRow:
    product = row.product
    price = None if product is None else product.price
    return ItemRow(
        number=number,
        product_id=None if product is None else product.pk,
        name="" if product is None else product.name,
        sku=row.sku,
        quantity=row.quantity,
        price="" if price is None else amount_text(price, currency),
        salable="" if item is None else _salable(item.availability),
        total=""
        if price is None or row.units is None
        else amount_text(line_amount(price, row.units, currency), currency),
        problem=problem,
        warning=warning,
    )


def _salable(told: Availability) -> str:
    """Return the salable quantity as staff know it."""
    if told.salable is None:
        return "No manage stock"
    return f"Unlimited ({plain(told.free)} free)" if told.is_unlimited else plain(told.salable)
