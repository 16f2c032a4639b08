"""What the shop owes in all, as the desk counts it, without asking every queue."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from backorders.models import QueuePlace
from catalog.models import ConfigurationValue, StockLevel
from catalog.models.fields import QuantityField
from catalog.rules import configuration as declared
from catalog.rules.quantity import ZERO


@dataclass(frozen=True)
class OwedInAll:
    """`units` of `products` in `stocks`, deleted products included."""

    units: Decimal
    products: int
    stocks: int


def owed_in_all() -> OwedInAll:
    """Return the sums. Four queries, whatever is owed.

    A shelf below zero owes nobody more than was promised; stock that is not managed owes nothing; of a deleted product all that
    is left is owed.
    """
    manages = ConfigurationValue.objects.in_force().flag(declared.MANAGE_STOCK)
    counts = Greatest(F("on_hand"), Value(ZERO, output_field=QuantityField()))
    managed = Coalesce("product__stock_item__manage_stock", Value(manages))
    levels = StockLevel.objects.alias(managed=managed).filter(Q(managed=True), reserved__gt=counts)
    owed = levels.aggregate(units=Sum(F("reserved") - counts), products=Count("product", distinct=True))
    gone = QueuePlace.objects.filter(is_gone=True)
    left = gone.aggregate(units=Sum("owed"), products=Count("product_id", distinct=True))
    stocks = levels.order_by().values_list("stock").union(gone.order_by().values_list("stock"))
    return OwedInAll(
        units=(owed["units"] or ZERO) + (left["units"] or ZERO),
        products=owed["products"] + left["products"],
        stocks=stocks.count(),
    )
