"""Counts are saved together or not at all, with the reason why, and never over what somebody else changed."""

from decimal import Decimal
from typing import Any

import pghistory
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.utils import timezone

from catalog.actions.stock_count import CannotCount, Moved, count_stock
from catalog.models import Product, Source, SourceItem
from catalog.queries.history import product_changes
from catalog.rules.quantity import InvalidQuantityError
from catalog.rules.stock_count import CountedRow, CountReason
from catalog.rules.text import InvalidTextError
from tests.factories.catalog import ProductFactory, SourceFactory, SourceItemFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db


def row(product: Product, shown: object, counted: object) -> CountedRow:
    """Return the row of a product; None is not assigned."""
    both = [None if units is None else Decimal(str(units)) for units in (shown, counted)]
    return CountedRow(product.pk, *both)


def count(*rows: CountedRow, reason: CountReason = CountReason.COUNT, **about: Any) -> tuple[Moved, ...]:
    given = {"source": default_source(), "by": None, **about}
    return count_stock(rows=rows, reason=reason, now=timezone.now(), **given)


def stored() -> list[Decimal]:
    return list(SourceItem.objects.order_by("product", "source").values_list("quantity", flat=True))


def test_one_of_several_changes_one_with_its_reason_in_the_history() -> None:
    ada = User.objects.create_user("ada")
    bag, cap, hat = (product_with_stock(quantity=5) for _ in range(3))
    moved = count(row(bag, 5, 5), row(cap, 5, 3), row(hat, 5, 5), reason=CountReason.DAMAGE, note="wet", by=ada)
    assert moved == (Moved(cap.pk, cap.sku, Decimal(5), Decimal(3)),)
    assert stored() == [5, 3, 5]
    change = product_changes(cap)[0]
    assert (change.what, change.before, change.after) == ("Quantity at Default Source", "5", "3")
    assert (change.why, change.who) == ("Damage: wet", "ada")
    assert [each.why for each in product_changes(bag)] == [""] * len(product_changes(bag))
    assert [entry.change_message for entry in LogEntry.objects.all()] == [
        "Default Source: quantity 5 → 3 (Damage: wet)"
    ]


def test_a_product_that_is_not_assigned_is_assigned_and_one_left_empty_is_not() -> None:
    new, other = ProductFactory.create(), ProductFactory.create()
    assert [each.before for each in count(row(new, None, 4), row(other, None, None), reason=CountReason.FOUND)] == [
        None
    ]
    assert list(SourceItem.objects.values_list("product", "quantity", "is_in_stock")) == [(new.pk, 4, True)]


def test_other_sources_and_the_status_stay() -> None:
    lyon = SourceFactory.create()
    bag = product_with_stock(quantity=5, in_stock=False)
    SourceItemFactory.create(product=bag, source=lyon, quantity=7)
    count(row(bag, 5, -2))
    assert list(SourceItem.objects.order_by("source").values_list("quantity", "is_in_stock")) == [
        (-2, False),
        (7, True),
    ]


def test_what_somebody_else_changed_is_named_with_both_values_and_nothing_is_saved() -> None:
    bag, cap, hat = (product_with_stock(quantity=5) for _ in range(3))
    SourceItem.objects.filter(product__in=[bag, hat]).update(quantity=4)
    with pytest.raises(CannotCount) as refused:
        count(row(bag, 5, 3), row(cap, 5, 2), row(hat, 5, 5))
    assert refused.value.found == {bag.pk: 4}
    assert [problem[: len(bag.sku) + 60] for problem in refused.value.problems] == [
        f"{bag.sku}: somebody else changed it meanwhile, from 5 to 4. You typed 3"[: len(bag.sku) + 60]
    ]
    assert stored() == [4, 5, 4]
    # The one who has read it saves again.
    count(row(bag, 4, 3), row(cap, 5, 2), row(hat, 5, 5))
    assert stored() == [3, 2, 4]


def test_the_same_count_of_two_people_is_no_conflict() -> None:
    bag = product_with_stock(quantity=4)
    assert count(row(bag, 5, 4)) == ()
    assert stored() == [4]


def test_it_was_unassigned_or_assigned_meanwhile() -> None:
    gone, come = ProductFactory.create(), product_with_stock(quantity=6)
    with pytest.raises(CannotCount) as refused:
        count(row(gone, 5, 4), row(come, None, 3))
    assert refused.value.found == {gone.pk: None, come.pk: 6}


def test_a_row_that_holds_no_stock_by_now_hinders_nobody_who_did_not_count_it() -> None:
    bag, shirt = product_with_stock(quantity=5), ProductFactory.create(product_type="configurable")
    count(row(bag, 5, 3), row(shirt, 5, 5))
    assert stored() == [3]


def test_sent_twice_with_a_key_it_counts_once() -> None:
    bag = product_with_stock(quantity=5)
    count(row(bag, 5, 3), key="k")
    SourceItem.objects.update(quantity=5)
    assert count(row(bag, 5, 3), key="k") == ()
    assert stored() == [5]


def test_each_row_that_cannot_be_counted_is_named_and_nothing_is_saved() -> None:
    bag, cap, half = product_with_stock(quantity=5), product_with_stock(quantity=5), product_with_stock(quantity=5)
    shirt = ProductFactory.create(product_type="configurable")
    with pytest.raises(CannotCount) as refused:
        count(row(bag, 5, 4), row(cap, 5, 6), row(half, 5, "4.5"), row(shirt, None, 1), reason=CountReason.THEFT)
    assert refused.value.of_rows.keys() == {cap.pk, half.pk, shirt.pk}
    assert "nothing grows by “Theft”" in refused.value.of_rows[cap.pk]
    with pytest.raises(CannotCount, match="please enter how many"):
        count(row(bag, 5, None))
    assert stored() == [5, 5, 5]


def test_a_fraction_is_counted_of_what_is_kept_in_decimals_or_lies_there() -> None:
    rope = product_with_stock(quantity=5, is_qty_decimal=True)
    was = product_with_stock(quantity="5.5")
    count(row(rope, 5, "4.25"), row(was, "5.5", "4.5"))
    assert stored() == [Decimal("4.25"), Decimal("4.5")]


def test_what_is_nothing_to_count_is_refused() -> None:
    bag = product_with_stock(quantity=5)
    for rows in ((), (row(bag, 5, 4), row(bag, 5, 3)), tuple(CountedRow(pk, None, None) for pk in range(1, 502))):
        with pytest.raises(CannotCount):
            count(*rows)
    with pytest.raises(InvalidTextError):
        count(row(bag, 5, 4), note="x\0")
    with pytest.raises(InvalidQuantityError):
        count(row(bag, 5, "1e9"))
    with pytest.raises(Source.DoesNotExist):
        count(row(bag, 5, 4), source=Source(pk=10**9))
    assert stored() == [5]


def test_counts_of_two_reasons_are_not_told_as_one() -> None:
    bag = product_with_stock(quantity=5)
    with pghistory.context(user=None):
        count(row(bag, 5, 4), reason=CountReason.DAMAGE)
        for other in ({"reason": CountReason.THEFT}, {"reason": CountReason.DAMAGE, "note": "wet"}):
            with pytest.raises(CannotCount, match="another reason"):
                count(row(bag, 4, 3), **other)
    assert (stored(), product_changes(bag)[0].why) == ([4], "Damage")


def test_many_rows_take_as_many_queries_as_one(django_assert_num_queries: Any) -> None:
    by = User.objects.create_user("ada")
    count(row(product_with_stock(quantity=5), 5, 4), by=by)
    for number in (1, 30):
        rows = [row(product_with_stock(quantity=5), 5, 4) for _ in range(number)]
        with django_assert_num_queries(14):
            count(*rows, by=by)
