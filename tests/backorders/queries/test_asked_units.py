"""Units that somebody asks of an order's lines: one door, and each problem names its SKU."""

from decimal import Decimal

import pytest

from backorders.models import OrderLine
from backorders.queries.asked_units import UnitsRefused, asked_units, line_policies, managed_products
from catalog.models import Product
from tests.factories.backorders import OrderFactory, OrderLineFactory
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def two_lines() -> tuple[OrderLine, OrderLine]:
    """Whole bags, and cloth by the metre."""
    order = OrderFactory.create()
    bag, cloth = product_with_stock(quantity=1, sku="BAG"), product_with_stock(sku="CLOTH", is_qty_decimal=True)
    return (
        OrderLineFactory.create(order=order, product=bag, ordered=5),
        OrderLineFactory.create(order=order, product=cloth, ordered=5),
    )


def asked(units: dict[OrderLine, object]) -> dict[OrderLine, Decimal]:
    order = next(iter(units)).order
    return asked_units(order, order.lines.all(), units)  # type: ignore[arg-type]  # what people type


def refused(units: dict[OrderLine, object]) -> UnitsRefused:
    with pytest.raises(UnitsRefused) as found:
        asked(units)
    return found.value


def test_units_are_cut_to_four_places_and_none_are_left_out() -> None:
    bag, cloth = two_lines()
    assert asked({bag: 0, cloth: Decimal("1.23456")}) == {cloth: Decimal("1.2345")}
    assert asked({bag: 2, cloth: 1}) == {bag: 2, cloth: 1}


def test_what_cannot_be_given_is_named_and_the_rest_is_told() -> None:
    bag, cloth = two_lines()
    strange = OrderLineFactory.create(product__sku="STRANGE")
    refusal = refused({bag: -1, cloth: Decimal("0.5"), strange: 1})
    assert refusal.problems == (
        "BAG: -1 asked, which is less than nothing.",
        "STRANGE: it is not part of this order any more.",
    )
    assert refusal.rest == {cloth: Decimal("0.5")}
    assert refused({bag: "NaN"}).problems[0].startswith("BAG: ")


def test_fractions_are_for_what_is_or_was_sold_in_decimals() -> None:
    bag, cloth = two_lines()
    refusal = refused({bag: Decimal("1.5"), cloth: Decimal("1.5")})
    assert refusal.problems == ("BAG: 1.5 asked, but it is sold in whole units only.",)
    assert refusal.rest == {cloth: Decimal("1.5")}
    OrderLine.objects.filter(pk=bag.pk).update(ordered=Decimal("2.5"))
    assert asked({bag: Decimal("1.5")}) == {bag: Decimal("1.5")}
    Product.objects.filter(sku="CLOTH").delete()
    assert refused({cloth: Decimal("1.5")}).rest == {}


def test_policies_are_those_of_the_products_that_are_there() -> None:
    bag, _ = two_lines()
    free = OrderLineFactory.create(order=bag.order, product=product_with_stock(manage_stock=False))
    Product.objects.filter(sku="CLOTH").delete()
    lines = list(bag.order.lines.all())
    assert line_policies(bag.order, lines).keys() == {bag.product_id, free.product_id}
    assert managed_products(bag.order, lines) == {bag.product_id}


def test_one_fraction_among_whole_units_is_refused() -> None:
    bag, cloth = two_lines()
    refusal = refused({bag: Decimal("0.5"), cloth: 2})
    assert refusal.problems == ("BAG: 0.5 asked, but it is sold in whole units only.",)
