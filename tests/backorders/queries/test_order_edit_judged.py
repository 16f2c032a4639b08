"""What an edit would do is judged before it is done: per line, per product, and in money."""

from decimal import Decimal
from typing import Any

import pytest

from backorders.models import Order, OrderLine
from backorders.queries.order_edit import NOTHING_LEFT, JudgedEdit, judged_edit
from backorders.rules.order_edit import LineEdit
from catalog.models import Product
from catalog.models.product import ProductType
from catalog.rules import configuration as declared
from catalog.rules.product_setting import MIN_SALE_QTY
from catalog.rules.quantity import LARGEST
from catalog.rules.salable import Reason
from catalog.words.refusal import MESSAGES
from tests.factories.backorders import OrderFactory, OrderLineFactory
from tests.factories.catalog import ProductFactory, configure, product_with_stock

pytestmark = pytest.mark.django_db
DELETED = "This product was deleted: no more of it can be sold."
QUANTITIES = ("ordered", "invoiced", "shipped", "canceled", "refunded", "released")


def line_of(product: Product, order: Order | None = None, **fields: Any) -> OrderLine:
    numbers = {name: Decimal(fields.pop(name)) for name in QUANTITIES if name in fields}
    order = order or OrderFactory.create()
    created = OrderLineFactory.create(order=order, product=product, **numbers, **fields)
    return OrderLine.objects.get(pk=created.pk)


def judged(line: OrderLine, quantity: str | int | Decimal, *, is_offline: bool = False) -> JudgedEdit:
    return judged_edit(line.order, {line.pk: Decimal(quantity)}, {}, is_offline=is_offline)


def adding(product: Product, quantity: str | int, *others: Product) -> JudgedEdit:
    line = line_of(product_with_stock(quantity=5, sku="BAG"))
    wanted = {product: Decimal(quantity)} | dict.fromkeys(others, Decimal(1))
    return judged_edit(line.order, {}, wanted, is_offline=False)


def test_a_line_that_keeps_its_quantity_is_not_changed_and_not_judged() -> None:
    order = OrderFactory.create()
    bag = line_of(product_with_stock(quantity=0, sku="BAG", is_enabled=False), order, ordered=5, canceled=2)
    cap = line_of(product_with_stock(quantity=5, sku="CAP"), order, ordered=2)
    edit = judged_edit(order, {bag.pk: Decimal(3)}, {}, is_offline=False)
    assert (edit.edits, edit.changed, edit.raised, edit.problems, edit.refused) == ({}, [], {}, {}, {})
    assert (edit.changes, edit.is_allowed, edit.keeps_units) == (False, True, True)
    edit = judged_edit(order, {bag.pk: Decimal(3), cap.pk: Decimal(4)}, {}, is_offline=False)
    assert edit.edits == {cap: LineEdit(raised=Decimal(2))}
    assert (edit.changed, edit.in_words()) == ([("CAP", 2, 4)], "CAP from 2 to 4.")
    assert (edit.changes, edit.is_allowed) == (True, True)


@pytest.mark.parametrize(
    ("progress", "wanted", "is_offline", "problem"),
    [
        ({"ordered": 3}, -1, False, "Please enter a quantity of 0 or more."),
        ({"ordered": 3}, 0, False, ""),
        ({"ordered": 3, "canceled": 1}, LARGEST, False, "Please enter a smaller quantity."),
        ({"ordered": 3, "canceled": 1}, LARGEST - 1, False, MESSAGES[Reason.DECIMALS]),
        ({"ordered": 5, "shipped": 2}, 1, False, "1 asked, at least 2: those were shipped."),
        ({"ordered": 5, "shipped": 2}, 2, False, ""),
        ({"ordered": 5, "shipped": 2, "is_virtual": True}, 1, False, "1 asked, at least 2: those were delivered."),
        (
            {"ordered": 5, "invoiced": 3, "shipped": 1, "refunded": 1, "released": 1},
            1,
            False,
            "1 asked, at least 2: those were shipped or refunded.",
        ),
        (
            {"ordered": 5, "invoiced": 4, "shipped": 2},
            3,
            True,
            "3 asked, at least 4: the others are invoiced. Give them back with a credit memo.",
        ),
        ({"ordered": 5, "invoiced": 4, "shipped": 2}, 3, False, ""),
        ({"ordered": 5, "invoiced": 2, "shipped": 2}, 1, True, "1 asked, at least 2: those were shipped."),
        ({"ordered": 5, "invoiced": 1, "shipped": 2}, 1, True, "1 asked, at least 2: those were shipped."),
        ({"ordered": 3}, "3.5", False, MESSAGES[Reason.DECIMALS]),
        ({"ordered": 3}, "1.5", False, MESSAGES[Reason.DECIMALS]),
        ({"ordered": "2.5"}, "1.2", False, ""),
    ],
)
def test_why_a_line_cannot_have_another_quantity(
    progress: dict[str, Any], wanted: Any, problem: str, *, is_offline: bool
) -> None:
    edit = judged(line_of(product_with_stock(quantity=10, sku="BAG"), **progress), wanted, is_offline=is_offline)
    assert edit.problems == ({"BAG": problem} if problem else {})
    assert edit.sentences[: len(edit.problems)] == tuple(f"BAG: {told}" for told in edit.problems.values())
    assert bool(edit.edits) is not bool(problem)


def test_units_of_a_product_that_is_sold_in_decimals_may_be_edited_in_parts() -> None:
    line = line_of(product_with_stock(quantity=10, is_qty_decimal=True), ordered=3)
    assert judged(line, "3.5").is_allowed
    assert judged(line, "0.5").is_allowed


@pytest.mark.parametrize(
    ("wanted", "problem"), [("4", DELETED), ("3", ""), ("2", ""), ("1.5", MESSAGES[Reason.DECIMALS])]
)
def test_of_a_deleted_product_no_more_is_sold_and_whole_units_are_given_back(wanted: str, problem: str) -> None:
    bag = product_with_stock(quantity=10, sku="BAG")
    line = line_of(bag, ordered=3)
    bag.delete()
    edit = judged(OrderLine.objects.get(pk=line.pk), wanted)
    assert (edit.problems.get("BAG", ""), edit.raised, edit.refused) == (problem, {}, {})


@pytest.mark.parametrize(
    ("fields", "quantity", "problem"),
    [
        ({}, "1", ""),
        ({}, "0", "Please enter a quantity greater than 0."),
        ({}, "-1", "Please enter a quantity greater than 0."),
        ({}, "0.5", MESSAGES[Reason.DECIMALS]),
        ({"is_qty_decimal": True, "min_sale_qty": Decimal("0.1")}, "0.5", ""),
        (
            {"product_type": ProductType.CONFIGURABLE},
            "1",
            "Please choose a variant of this product: stock belongs to the variants.",
        ),
    ],
)
def test_why_a_product_cannot_be_added(fields: dict[str, Any], quantity: str, problem: str) -> None:
    edit = adding(product_with_stock(quantity=5, sku="CAP", **fields), quantity)
    assert edit.problems == ({"CAP": problem} if problem else {})
    assert edit.is_allowed is not bool(problem)


def test_a_product_that_was_deleted_while_it_was_added_is_named() -> None:
    gone = product_with_stock(quantity=5, sku="CAP")
    Product.objects.filter(pk=gone.pk).delete()
    edit = adding(gone, 1)
    assert (edit.problems, edit.added) == ({"CAP": "This product was deleted."}, {})


def test_an_added_product_is_raised_from_nothing_and_asked_for_at_its_price() -> None:
    cap = product_with_stock(quantity=1, sku="CAP", price=Decimal("4.50"), backorders=1)
    edit = adding(cap, 3)
    assert (edit.added, edit.raised, edit.owed) == ({cap: 3}, {cap: 3}, {cap.pk: 2})
    assert (edit.money.due, edit.money.refund) == (Decimal("13.50"), 0)
    assert (edit.changes, edit.in_words()) == (True, "3 of CAP added.")


def test_what_the_order_has_is_free_to_it_and_only_the_raise_must_be_there() -> None:
    bag = product_with_stock(quantity=10, sku="BAG")
    line = line_of(bag, ordered=8, shipped=8)
    edit = judged(line, 18)
    assert (edit.raised, edit.refused, edit.owed) == ({bag: 18}, {}, {bag.pk: 0})
    refused = judged(line, 19).refused
    assert [(product.sku, refusal.requested, refusal.bound) for product, refusal in refused.items()] == [
        ("BAG", 19, 18)
    ]


def test_lines_of_one_product_are_judged_together() -> None:
    bag, order = product_with_stock(quantity=3, sku="BAG"), OrderFactory.create()
    one, two = line_of(bag, order, ordered=2), line_of(bag, order, ordered=2)
    moved = judged_edit(order, {one.pk: Decimal(1), two.pk: Decimal(3)}, {}, is_offline=False)
    assert (moved.raised, moved.owed, moved.is_allowed) == ({}, {}, True)
    more = judged_edit(order, {one.pk: Decimal(3), two.pk: Decimal(3)}, {bag: Decimal(1)}, is_offline=False)
    assert (more.raised, more.is_allowed) == ({bag: 7}, True)
    too_many = judged_edit(order, {one.pk: Decimal(4), two.pk: Decimal(3)}, {bag: Decimal(1)}, is_offline=False)
    assert list(too_many.refused) == [bag]


def test_a_product_whose_quantity_makes_no_sense_is_told_once() -> None:
    line = line_of(product_with_stock(quantity=1, sku="BAG"), ordered=1)
    edit = judged(line, "9.5")
    assert (edit.problems, edit.refused) == ({"BAG": MESSAGES[Reason.DECIMALS]}, {})


def test_a_product_that_its_website_does_not_sell_is_not_raised() -> None:
    bag = product_with_stock(quantity=10, sku="BAG")
    line = line_of(bag, ordered=1)
    bag.websites.clear()
    edit = judged(line, 2)
    assert (list(edit.refused), edit.is_allowed) == ([bag], False)


@pytest.mark.parametrize(
    ("progress", "wanted", "refund", "due"),
    [
        ({"ordered": 3}, 5, 0, 20),
        ({"ordered": 3}, 1, 0, -20),
        ({"ordered": 3, "invoiced": 3}, 1, 20, 0),
        ({"ordered": 3, "invoiced": 2}, 1, 10, -10),
        ({"ordered": 3, "invoiced": 3}, 4, 0, 10),
        ({"ordered": 4, "invoiced": 4, "canceled": 2, "refunded": 2}, 3, 0, 10),
    ],
)
def test_paid_units_are_refunded_and_unpaid_ones_asked_for_or_not(
    progress: dict[str, Any], wanted: int, refund: int, due: int
) -> None:
    line = line_of(product_with_stock(quantity=10, price=Decimal(10)), **progress)
    money = judged(line, wanted).money
    assert (money.refund, money.due, money.currency) == (refund, due, "USD")


def test_what_several_lines_cost_is_added_up() -> None:
    order = OrderFactory.create()
    lines = [line_of(product_with_stock(quantity=10, price=Decimal(10)), order, ordered=2, invoiced=2) for _ in "ab"]
    cap = product_with_stock(quantity=5, price=Decimal(3))
    less = judged_edit(order, {line.pk: Decimal(1) for line in lines}, {}, is_offline=False).money
    more = judged_edit(order, {line.pk: Decimal(3) for line in lines}, {cap: Decimal(2)}, is_offline=False).money
    assert ((less.refund, less.due), (more.refund, more.due)) == ((20, 0), (0, 26))


def test_nothing_is_owed_of_a_product_whose_stock_is_not_managed() -> None:
    card = product_with_stock(quantity=0, manage_stock=False)
    edit = judged(line_of(card, ordered=1), 4)
    assert (edit.owed, edit.is_allowed) == ({card.pk: 0}, True)
    assert not edit.is_reserved(card.pk)


@pytest.mark.parametrize("decreases", ["1", "0"])
def test_a_new_line_holds_its_units_where_orders_decrease_stock(decreases: str) -> None:
    configure(declared.CAN_SUBTRACT, decreases)
    cap = product_with_stock(quantity=5)
    assert adding(cap, 1).is_reserved(cap.pk) is (decreases == "1")


def test_an_order_keeps_a_unit_and_one_that_is_added_is_one() -> None:
    line = line_of(product_with_stock(quantity=5), ordered=3)
    nothing = judged(line, 0)
    assert (nothing.keeps_units, nothing.sentences, nothing.is_allowed) == (False, (NOTHING_LEFT,), False)
    swapped = judged_edit(
        line.order, {line.pk: Decimal(0)}, {product_with_stock(quantity=5): Decimal(1)}, is_offline=False
    )
    assert (swapped.keeps_units, swapped.is_allowed) == (True, True)


def test_the_minimum_of_the_orders_own_customer_group_holds() -> None:
    configure(MIN_SALE_QTY, '{"2": 6, "32000": 1}')
    bag = product_with_stock(quantity=50, sku="BAG")
    plain, wholesale = line_of(bag), line_of(bag, OrderFactory.create(customer_group="2"))
    assert judged(plain, 2).is_allowed
    assert list(judged(wholesale, 2).refused) == [bag]
    assert judged(wholesale, 6).is_allowed


def test_other_products_are_not_asked_for() -> None:
    ProductFactory.create_batch(3)
    line = line_of(product_with_stock(quantity=5), ordered=1)
    assert set(judged(line, 2).positions) == {line.product_id}
