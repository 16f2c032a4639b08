"""What a made-up catalogue holds."""

from itertools import chain, islice
from statistics import mean

from catalog.rules.generated_catalog import OWN_STOCK, SOURCES_OF_WEBSITE, department_paths, generated_products


def test_the_same_seed_makes_the_same_catalogue_and_another_another() -> None:
    again = [list(generated_products(300, seed=seed)) for seed in (7, 7, 8)]
    assert again[0] == again[1] != again[2]


def test_there_are_as_many_as_asked_for_and_each_sku_is_one() -> None:
    for count in (*range(1, 100), 2000):
        skus = [row.sku for row in generated_products(count, seed=count)]
        assert len(set(skus)) == len(skus) == count


def test_variants_follow_a_configurable_product_and_differ_by_their_options() -> None:
    rows = list(generated_products(2000, seed=1))
    variants = [row for row in rows if row.parent is not None]
    assert variants
    assert all(rows[row.parent].is_configurable for row in variants if row.parent is not None)
    assert len({(row.parent, *row.options.values()) for row in variants}) == len(variants)
    assert not any(row.shelves for row in rows if row.is_configurable)


def test_own_stock_values_are_some_dozens_of_combinations() -> None:
    assert 36 <= len({tuple(sorted(values.items())) for values in map(dict, OWN_STOCK)}) == len(OWN_STOCK)
    used = {row.own for row in generated_products(20_000, seed=1)}
    assert len(used) > 36


def test_each_product_stands_in_a_department_that_there_is() -> None:
    assert {row.department for row in islice(generated_products(500, seed=3), 500)} <= set(department_paths())


def test_a_source_is_drawn_on_by_one_website_and_holds_what_that_sells() -> None:
    assert sorted(chain(*SOURCES_OF_WEBSITE)) == [0, 1, 2, 3]
    for row in generated_products(500, seed=4):
        if not row.is_configurable:
            assert set(row.shelves) == set(chain(*(SOURCES_OF_WEBSITE[website] for website in row.websites)))


def test_shelves_are_as_in_a_shop() -> None:
    """One of eight is empty, and half of these are out of stock; the others hold some forty units. One of six is set by hand."""
    rows = [row for row in generated_products(8000, seed=5) if not row.is_configurable]
    shelves = [shelf for row in rows for shelf in row.shelves.values()]
    full, empty = [units for units, _ in shelves if units], [is_in_stock for units, is_in_stock in shelves if not units]
    assert all(is_in_stock for units, is_in_stock in shelves if units)
    assert 0.12 < len(empty) / len(shelves) < 0.17
    assert 0.45 < mean(empty) < 0.55
    assert 38 < mean(full) < 42
    assert 0.15 < mean(row.own is not None for row in rows) < 0.19


def test_prices_weights_and_ages_are_as_in_a_shop() -> None:
    """Some 64 dollars, from 5 on, most of which end just below the next; two of a hundred are switched off."""
    rows = list(generated_products(8000, seed=6))
    prices = [row.price for row in rows if row.parent is None]
    assert {cents % 100 for cents in prices} == {0, 50, 90, 95, 99}
    assert 500 <= min(prices) < 600
    assert 6200 < mean(prices) < 6900
    assert all(50 <= row.weight < 9000 and 0 <= row.days_old < 1200 for row in rows)
    assert 0.97 < mean(row.is_enabled for row in rows) < 0.99
