"""Three people, four units: every order in which their steps can follow each other leaves the shop sound."""

from itertools import combinations_with_replacement

import pytest

from tests.proof.model.actions import Actor
from tests.proof.model.interleavings import explored
from tests.proof.model.planted import FAULTS
from tests.proof.model.small_shop import DEEDS, SHOPS, people

PAIRS, TRIPLES = (list(combinations_with_replacement(DEEDS, people)) for people in (2, 3))


@pytest.mark.parametrize("shop", SHOPS, ids=str)
def test_whatever_three_people_do_in_whatever_order_leaves_the_shop_sound(shop: str) -> None:
    moments, ends = 0, set[str]()
    for deeds in TRIPLES:
        found = explored(SHOPS[shop], people(deeds))
        assert (deeds, found.wrong) == (deeds, ())
        moments += found.moments
        ends |= {result for end in found.ends for _, result in end}
    assert ends == {"done", "refused", "nothing"}
    # So many moments are looked at; far fewer would mean that somebody is never let in.
    assert moments > 10_000


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    programs, words = FAULTS[fault]
    every = ((shop, deeds) for shop in SHOPS.values() for deeds in PAIRS)
    found = {problem for shop, deeds in every for problem in explored(shop, people(deeds), programs).wrong}
    assert any(words in problem for problem in found)


def test_who_comes_late_for_the_last_unit_is_refused_and_who_was_first_is_not() -> None:
    one, other = Actor("one", "place", units=1), Actor("other", "place", units=1)
    found = explored(SHOPS["one unit is free"], (one, other))
    assert found.ends == {
        frozenset({("one", "done"), ("other", "refused")}),
        frozenset({("one", "refused"), ("other", "done")}),
    }
