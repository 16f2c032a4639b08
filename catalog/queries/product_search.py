"""Which products are found by what was typed: every word, as the beginning of one (docs/decisions/0058).

An index finds each word, and reads all that there is of it: "women" is a word of every fifth product. So only the rarest words are
looked up, by what the planner knows of each, and the others are asked of what these found (docs/decisions/0076).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, Value

from catalog.models import SearchWord
from catalog.queries.spelling import corrected

# Of a shop with more words the rest is not looked through.
MOST_WORDS = 100_000
# Reading a row that was found costs as much as reading so many that an index has of a word.
ROW = 5
_WORDS = """
    SELECT catalog_search_query(word, FALSE)::text FROM unnest(tsvector_to_array(catalog_search_words(%s))) AS word
"""
# Of each word: where the shop finds it, as the beginning of a word of the name or SKU, as one of their words. And what has the
# whole for its SKU, with a variant its configurable product.
_WORDS_OF_SHOP = """
    SELECT
        catalog_search_query(word, TRUE)::text, catalog_search_query(word, FALSE)::text, format('%%L', word)::tsquery::text,
        ARRAY(
            SELECT id FROM (
                SELECT unnest(ARRAY[id, variant_of_id]) AS id FROM catalog_product
                WHERE catalog_sku_key(sku) = catalog_sku_key(%s)
            ) AS called
            WHERE id IS NOT NULL
        )
    FROM unnest(tsvector_to_array(catalog_search_words(%s))) AS word
"""
_EACH = """
    SELECT catalog_search_query(text, FALSE)::text FROM unnest(%s::text[]) WITH ORDINALITY AS typed (text, place) ORDER BY place
"""
_FOUND = "SELECT product_id FROM catalog_productsearch WHERE words @@ %s::tsquery"
# How well: by its SKU, by the beginning of it, by words of its name, by the beginnings of such words, by anything else.
_HOW_WELL = """
    CASE
        WHEN product_id = ANY (%(called)s) THEN 0
        WHEN NOT ts_match_vq(words, %(begun)s::tsquery) THEN 4
        WHEN %(sku)s <> '' AND (
            SELECT starts_with(catalog_sku_key(sku), catalog_sku_key(%(sku)s)) FROM catalog_product WHERE id = product_id
        ) THEN 1
        WHEN ts_match_vq(words, %(named)s::tsquery) THEN 2
        ELSE 3
    END
"""


@dataclass(frozen=True)
class SearchQuestion:
    """What was typed, as the database is asked for it: the words to look up, the others (empty: none).

    `about` so many are found, as the planner thinks; None where nobody asked it. Of the shop alone: the products that are `called`
    so by their SKU, the words as `begun` by name or SKU, and as `named` there; `typed` where it may be the beginning of a SKU.
    """

    rare: str
    others: str = ""
    about: int | None = None
    called: tuple[int, ...] = ()
    begun: str = ""
    named: str = ""
    typed: str = ""

    def found(self, most: int) -> list[int]:
        """Return the ids of so many products at the most that are found by it in the shop, the best first. One query."""
        besides = "AND ts_match_vq(words, %(others)s::tsquery)" if self.others else ""
        asked = f"""
            SELECT product_id, {_HOW_WELL} FROM catalog_productsearch WHERE words @@ %(rare)s::tsquery {besides} LIMIT %(most)s
        """  # noqa: S608  our own text
        values: dict[str, Any] = {
            "rare": self.rare,
            "others": self.others,
            "called": list(self.called),
            "begun": self.begun,
        }
        with connection.cursor() as cursor:
            cursor.execute(asked, values | {"named": self.named, "sku": self.typed, "most": most})
            return [pk for _, pk in sorted((rank, pk) for pk, rank in cursor.fetchall())]

    @property
    def asked(self) -> tuple[str, ...]:
        """What to look up, and what to ask of what that found."""
        return (self.rare, self.others) if self.others else (self.rare,)

    @property
    def best_first(self) -> tuple[tuple[str, ...], ...]:
        """The same in parts, each with what those before it leave: words of the name, beginnings of such words, anything else."""
        rest = f"!({self.begun})"
        return (
            (self.named,),
            (f"({self.begun}) & !({self.named})",),
            (self.rare, f"({self.others}) & {rest}" if self.others else rest),
        )


def search_question(typed: str, *, in_shop: bool) -> SearchQuestion | None:
    """Return the question, None when what was typed has no word. Two queries, one for a single word of staff.

    Staff find by name and SKU; shoppers (`in_shop`) also by description, department and the SKU of a variant.
    """
    if in_shop:
        return _of_shop(typed)
    # Asked beforehand: as a part of the other question PostgreSQL would work it out for each row, and guess how many it finds.
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [typed])
        words = [word for (word,) in cursor.fetchall() if word is not None]
    if not words:
        return None
    return _rarest_first(words) if len(words) > 1 else SearchQuestion(words[0])


def _of_shop(typed: str) -> SearchQuestion | None:
    with connection.cursor() as cursor:
        cursor.execute(_WORDS_OF_SHOP, [typed.strip(), typed])
        rows = [row for row in cursor.fetchall() if row[0] is not None]
    if not rows:
        return None
    words, begun, named, called = zip(*rows, strict=True)
    return replace(
        _rarest_first(words),
        called=tuple(called[0]),
        begun=_all_of(begun),
        named=_all_of(named),
        # Of letters alone, or of several words, no beginning of a SKU tells more than its words do.
        typed="" if typed.isalpha() or len(typed.split()) > 1 else typed.strip(),
    )


def word_questions(typed: Sequence[str]) -> list[str | None]:
    """Return what each text asks of words, all of which have to be found; None for one without a word. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_EACH, [list(typed)])
        return [question for (question,) in cursor.fetchall()]


def has_words(words: Any, question: str) -> Q:
    """Return the condition that `words`, a tsvector, answer one of `word_questions`, from an index."""
    return _matches(words, question, "%(expressions)s::tsquery", " @@ ")


def _rarest_first(words: Sequence[str]) -> SearchQuestion:
    every, *counts = _planned(words)
    rarest = min(counts)
    is_rare = [count <= ROW * rarest for count in counts]
    about = float(every)
    for count in counts:
        about *= count / every
    rare = [word for word, rare in zip(words, is_rare, strict=True) if rare]
    others = [word for word, rare in zip(words, is_rare, strict=True) if not rare]
    return SearchQuestion(_all_of(rare), _all_of(others), round(about))


def _all_of(words: Sequence[str]) -> str:
    return " & ".join(f"({word})" for word in words)


def _planned(words: Sequence[str]) -> list[int]:
    """Return of how many products the planner knows, and in how many it expects each word."""
    every = "SELECT product_id FROM catalog_productsearch"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {' UNION ALL '.join([every, *[_FOUND] * len(words)])}", list(words))
        (((plan,),),) = cursor.fetchall()
    return [max(int(part["Plan Rows"]), 1) for part in plan["Plan"]["Plans"]]


def answers(rare: str, others: str | None = None, *, words: str = "search__words") -> Q:
    """Return the condition of a queryset of Product that it is found by a `search_question`; `words` is the column."""
    looked_up = has_words(F(words), rare)
    # By the function no index is asked.
    return (
        looked_up & _matches(F(words), others, "ts_match_vq(%(expressions)s::tsquery)", ", ") if others else looked_up
    )


def _matches(words: Any, question: str, template: str, joiner: str) -> Q:
    return Q(Func(words, Value(question), template=template, arg_joiner=joiner, output_field=BooleanField()))


def is_found(typed: str, *, in_shop: bool) -> Q:
    """Return the condition of a queryset of Product that it is found by `typed`; by nothing when that has no word.

    As many queries as `search_question`.
    """
    question = search_question(typed, in_shop=in_shop)
    return Q(pk__in=()) if question is None else answers(question.rare, question.others)


def words_meant(typed: str, *, though_known: bool = False) -> str:
    """Return the words that the shop knows next to what was typed; empty where it knows none that are better. One query.

    `though_known`: a word that begins a known one may be wrong too, unless it is one.
    """
    words = re.findall(r"[^\W_]+", typed.lower())
    known = SearchWord.objects.order_by("word").values_list("word", flat=True)[:MOST_WORDS]
    return " ".join(corrected(words, list(known), though_known=though_known) or ())
