"""Which sentences permissions are, and which permissions sentences."""

import pytest

from inventory_site.people.duties import DUTIES, Area
from inventory_site.people.sentences import (
    BY_CODE,
    held_duties,
    permissions_of,
    told_by_area,
    told_of,
    untold,
    with_needed,
)
from inventory_site.roles import ROLES, Role

SHIPS = BY_CODE["ship_orders"]


def test_each_sentence_is_said_once_and_gives_something() -> None:
    sentences = [duty.sentence for duty in DUTIES]
    assert len(set(sentences)) == len(BY_CODE) == len(DUTIES)
    assert [sentence for sentence in sentences if not sentence.endswith(".")] == []
    assert [duty.code for duty in DUTIES if not duty.permissions or not {*duty.needs} <= BY_CODE.keys()] == []


def test_no_permission_is_given_by_two_sentences() -> None:
    every = [permission for duty in DUTIES for permission in duty.permissions]
    assert sorted(every) == sorted(set(every))


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_a_role_is_the_sentences_that_it_is_told_by(role: Role) -> None:
    told = {duty.code for duty in held_duties(role.permissions)}
    assert permissions_of(told) == set(role.permissions)
    assert told == with_needed(told)
    assert untold(role.permissions) == frozenset()


def test_what_is_needed_comes_along_to_the_end() -> None:
    assert with_needed(["delete_held_products"]) == {"delete_held_products", "delete_products", "see_catalog"}
    assert with_needed([]) == frozenset()


def test_a_part_of_a_sentence_is_no_sentence_and_is_not_lost() -> None:
    part = {*SHIPS.permissions, "catalog.add_category"}
    assert held_duties(part) == (SHIPS,)
    assert untold(part) == {"catalog.add_category"}
    assert told_by_area(part) == ((Area.ORDERS, (SHIPS.sentence,)),)
    assert told_of({"catalog.add_category", "admin.view_logentry"}) == [
        "Adds, changes and deletes categories",
        "admin.view_logentry",
    ]
