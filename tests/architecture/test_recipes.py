"""The recipes of docs/architecture.md name files that there are, and CONTRIBUTING leads to each."""

import re

import pytest

from tests.architecture.test_backorder_modes import RULE
from tests.architecture.test_product_settings import WRITTEN
from tests.architecture.written_files import ROOT

RECIPES = (
    "A setting",
    "A setting that a product may override",
    "An order action",
    "A backorder mode",
    "A grid column",
)
A_PATH = re.compile(r"`((?:catalog|backorders|inventory_site|templates|static|tests|docs)/[\w/.]+)`")


def recipes() -> dict[str, str]:
    _, _, text = (ROOT / "docs" / "architecture.md").read_text().partition("\n## Recipes\n")
    text, _, _ = text.partition("\n## ")
    parts = re.split(r"^### (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_there_are_five_recipes() -> None:
    assert tuple(recipes()) == RECIPES


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_file_of_a_recipe_is_there(recipe: str) -> None:
    named = A_PATH.findall(recipes()[recipe])
    assert len(named) >= 3
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("recipe", RECIPES)
def test_contributing_leads_to_each(recipe: str) -> None:
    anchor = recipe.lower().replace(" ", "-")
    assert f"(architecture.md#{anchor})" in (ROOT / "docs" / "CONTRIBUTING.md").read_text()


def test_a_recipe_names_what_the_counts_of_the_architecture_found() -> None:
    found = recipes()
    assert set(A_PATH.findall(found["A setting that a product may override"])) >= WRITTEN
    assert RULE in A_PATH.findall(found["A backorder mode"])
