"""Two people, one form: field by field."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.shown_form import MINE, THEIRS, decided, merged

NAMES = ("price", "name")
states = st.fixed_dictionaries({name: st.integers(0, 2) for name in NAMES})


@given(shown=states, stored=states, typed=states)
def test_nothing_of_anybody_is_lost_without_a_question(
    shown: dict[str, int], stored: dict[str, int], typed: dict[str, int]
) -> None:
    found = merged(shown=shown, stored=stored, typed=typed)
    assert found.mine.isdisjoint(found.theirs | found.contested)
    for name in NAMES:
        after = typed[name] if name in found.mine else stored[name]
        if name in found.contested:
            assert len({shown[name], stored[name], typed[name]}) == 3
        else:
            assert after == (typed[name] if typed[name] != shown[name] else stored[name])


@given(shown=states, stored=states, typed=states, choice=st.sampled_from([MINE, THEIRS]))
def test_who_has_chosen_is_not_asked_again(
    shown: dict[str, int], stored: dict[str, int], typed: dict[str, int], choice: str
) -> None:
    asked = {name: stored[name] for name in merged(shown=shown, stored=stored, typed=typed).contested}
    after, give_way = decided(shown=shown, asked=asked, choices=dict.fromkeys(asked, choice))
    wanted = {**typed, **{name: after[name] for name in give_way}}
    found = merged(shown=after, stored=stored, typed=wanted)
    assert not found.contested
    assert (found.mine >= asked.keys()) if choice == MINE else not (found.mine & asked.keys())


def test_a_value_that_changed_once_more_is_asked_again() -> None:
    after, _ = decided(shown={"price": 10}, asked={"price": 12}, choices={"price": MINE})
    assert merged(shown=after, stored={"price": 13}, typed={"price": 15}).contested == {"price"}


def test_a_choice_that_was_not_asked_for_counts_for_nothing() -> None:
    assert decided(shown={"price": 10}, asked={}, choices={"price": THEIRS}) == ({"price": 10}, frozenset())
