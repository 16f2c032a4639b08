"""What products are found by, whoever wrote them: name and SKU, and in the shop description, department and variants."""

import pytest
from django.db import connection
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from catalog.models import Category, Product
from catalog.models.product import ProductType, Visibility
from catalog.queries import product_search
from catalog.queries.product_search import SearchQuestion, is_found, search_question
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db


def found(typed: str, *, in_shop: bool = True) -> list[str]:
    return sorted(Product.objects.filter(is_found(typed, in_shop=in_shop)).values_list("sku", flat=True))


def staff_find(typed: str) -> list[str]:
    return found(typed, in_shop=False)


def department(path: str, *products: Product) -> Category:
    slug = path.lower().replace("/", "-")
    made = Category.objects.create(path=path, name=path.rpartition("/")[2], slug=slug)
    made.products.set(products)
    return made


@pytest.fixture
def bag() -> Product:
    texts = {"short_description": "Carries a laptop.", "description": "Made of waxed cotton, dries quickly."}
    ProductFactory.create(sku="WS-1", name="Umbrella")
    return ProductFactory.create(sku="24-MB01", name="Joust Duffle Bag", **texts)


@pytest.mark.parametrize("typed", ["duffle", "DUFF", "joust bag", "24-mb01", "24-MB", "MB01", "mb", "01", "bag 24"])
def test_staff_and_shoppers_find_the_beginnings_of_words_of_name_and_sku(bag: Product, typed: str) -> None:
    assert staff_find(typed) == found(typed) == [bag.sku]


@pytest.mark.parametrize("counts", [[1, 1, 1], [2, 90, 1], [90, 1, 2]])
def test_the_rarest_words_are_looked_up_and_the_others_asked_of_what_these_found(
    bag: Product, monkeypatch: pytest.MonkeyPatch, counts: list[int]
) -> None:
    department("Gear/Luggage", bag)
    monkeypatch.setattr(product_search, "_planned", lambda _words: [100, *counts])
    question = search_question("joust luggage dries", in_shop=True)
    assert question is not None
    assert bool(question.others) is (90 in counts)
    assert question.others.count("&") == 0
    assert question.found(9) == [bag.pk]
    assert found("joust luggage dries") == found("dries luggage joust") == [bag.sku]
    assert found("joust luggage wet") == found("wet luggage joust") == found("joust umbrella dries") == []


def test_the_planner_is_asked_what_it_expects_of_each_word(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(300):
        ProductFactory.create(sku=f"{number}-Z", name="Bag" if number % 30 else "Umbrella bag")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalog_productsearch")
    with django_assert_num_queries(2):
        question = search_question("bag umbrella", in_shop=False)
    assert question is not None
    assert ("umbrella" in question.rare, "bag" in question.others) == (True, True)
    assert question.about is not None
    assert question.about < 30
    with django_assert_num_queries(1):
        assert search_question("bag", in_shop=False) == SearchQuestion("'bag':*")


@pytest.mark.usefixtures("bag")
@pytest.mark.parametrize("typed", ["uffle", "B01", "24-MB02", "joust umbrella", "%", "'", "~", "&|!", " ", "x" * 3000])
def test_what_begins_no_word_finds_nothing(typed: str) -> None:
    assert staff_find(typed) == found(typed) == []


def test_descriptions_are_searched_in_the_shop_alone(bag: Product) -> None:
    assert found("waxed cotton") == found("laptop duffle") == [bag.sku]
    assert staff_find("waxed") == []


def test_a_department_and_those_above_stand_for_their_products(bag: Product) -> None:
    department("Gear")
    inside = department("Gear/Luggage", bag)
    assert found("gear") == found("luggage duffle") == [bag.sku]
    assert staff_find("luggage") == []
    inside.name = "Travel"
    inside.save()
    assert (found("travel"), found("luggage")) == ([bag.sku], [])
    inside.products.clear()
    assert found("travel") == found("gear") == []


def test_a_department_of_a_name_that_only_begins_alike_is_another(bag: Product) -> None:
    department("Hats")
    department("Hatsy/Other", bag)
    assert found("hats") == []


def test_the_sku_of_a_variant_finds_its_configurable_product_in_the_shop() -> None:
    parent = ProductFactory.create(sku="JKT", name="Jacket", product_type=ProductType.CONFIGURABLE)
    variant = ProductFactory.create(
        sku="JKT-Red", name="Jacket Red", variant_of=parent, visibility=Visibility.NOT_VISIBLE
    )
    assert found("jkt-red") == ["JKT", "JKT-Red"]
    assert staff_find("jkt-red") == ["JKT-Red"]
    variant.sku = "JKT-Blue"
    variant.save()
    assert found("jkt-blue") == ["JKT", "JKT-Blue"]
    assert found("red jkt") == ["JKT-Blue"]
    variant.delete()
    assert found("blue") == []


def test_a_variant_that_changes_hands_is_found_with_the_new_one() -> None:
    one, other = (ProductFactory.create(sku=sku, product_type=ProductType.CONFIGURABLE) for sku in ("ONE", "OTHER"))
    ProductFactory.create(sku="Q-7", variant_of=one)
    Product.objects.filter(sku="Q-7").update(variant_of=other)
    assert found("q-7") == ["OTHER", "Q-7"]


def test_a_renamed_product_is_found_by_its_new_name_whoever_renames(bag: Product) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_product SET name = 'Kleine Tasche' WHERE id = %s", [bag.pk])
    assert (staff_find("tasche"), staff_find("joust")) == ([bag.sku], [])


def test_letters_beyond_ascii_and_long_texts_are_words_too() -> None:
    ProductFactory.create(sku="Ü-1", name="CAFÉ Übertopf 日本", description="lang " * 100_000)
    assert (
        staff_find("café") == staff_find("über") == staff_find("日本") == staff_find("ü-1") == found("lang") == ["Ü-1"]
    )


def test_a_deleted_product_leaves_nothing_behind(bag: Product) -> None:
    bag.delete()
    assert staff_find("joust") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalog_productsearch")
        assert cursor.fetchone() == (Product.objects.count(),)


@given(typed=st.text(max_size=60))
def test_whatever_is_typed_is_a_question(typed: str) -> None:
    assert isinstance(found(typed.replace("\0", "")), list)


@given(
    sku=st.text(
        st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=("Z", "C")), min_size=1, max_size=20
    )
)
def test_every_product_with_a_word_in_its_sku_is_found_by_it(sku: str) -> None:
    Product.objects.all().delete()
    ProductFactory.create(sku=sku, name="-")
    words = Product.objects.values_list(F("search__words"), flat=True).get()
    assert staff_find(sku) == ([sku] if words else [])
