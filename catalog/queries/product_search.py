"""Which products are found by what was typed: every word, as the beginning of one (docs/decisions/0058).

An index finds each word, and reads all that there is of it: "women" is a word of every fifth product. So only the rarest words are
looked up, by what the planner knows of each, and the others are asked of what these found (docs/decisions/0076).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
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
    SELECT catalog_search_query(word, %s)::text FROM unnest(tsvector_to_array(catalog_search_words(%s))) AS word
"""
_EACH = """
    SELECT catalog_search_query(text, FALSE)::text FROM unnest(%s::text[]) WITH ORDINALITY AS typed (text, place) ORDER BY place
"""
_FOUND = "SELECT product_id FROM catalog_productsearch WHERE words @@ %s::tsquery"


@dataclass(frozen=True)
class SearchQuestion:
    """What was typed, as the database is asked for it: the words to look up, the others (empty: none).

    `about` so many are found, as the planner thinks; None where nobody asked it.
    """

    rare: str
    others: str = ""
    about: int | None = None

    def found(self, most: int) -> list[int]:
        """Return the ids of so many products at the most that are found by it, shown or not. One query."""
        besides = " AND ts_match_vq(words, %s::tsquery)" if self.others else ""
        with connection.cursor() as cursor:
            cursor.execute(f"{_FOUND}{besides} LIMIT %s", [self.rare, *([self.others] if self.others else []), most])
            return [pk for (pk,) in cursor.fetchall()]


def search_question(typed: str, *, in_shop: bool) -> SearchQuestion | None:
    """Return the question, None when what was typed has no word. Two queries, one for a single word of staff.

    Staff find by name and SKU; shoppers (`in_shop`) also by description, department and the SKU of a variant.
    """
    # Asked beforehand: as a part of the other question PostgreSQL would work it out for each row, and guess how many it finds.
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [in_shop, typed])
        words = [word for (word,) in cursor.fetchall() if word is not None]
    if not words:
        return None
    return _rarest_first(words) if in_shop or len(words) > 1 else SearchQuestion(words[0])


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


def words_meant(typed: str) -> str:
    """Return the words that the shop knows next to what was typed; empty where it knows none that are better. One query."""
    words = re.findall(r"[^\W_]+", typed.lower())
    known = SearchWord.objects.order_by("word").values_list("word", flat=True)[:MOST_WORDS]
    return " ".join(corrected(words, list(known)) or ())
