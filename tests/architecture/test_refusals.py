"""An action that says no raises a `Refused`, so that every screen shows its problems in one way."""

import ast

from tests.architecture.written_files import name_of, tree_of, written_files

# These say something else than no.
NO_REFUSAL = {
    "CartGone": "the cart that is named does not exist any more: the shop gives another one",
    "PaymentDetailsNeeded": "asks for more, with the provider's form",
    "PaymentFailed": "no answer: it may be tried again",
    "TooEarly": "an answer to a provider: it tells the same later",
    "ChangedMeanwhile": "asks back what shall hold, with both values",
    "NotReceived": "told to an action, product by product, which says it with its SKUs",
    "NotOnShelf": "told to an action, which says it with its own SKUs",
}


def test_what_an_action_refuses_with_is_refused() -> None:
    """Errors of values (`ValueError`) are those of whoever calls; forms name their field."""
    others = {
        node.name
        for path in written_files(".py")
        if "actions" in path.parts
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Exception" for base in node.bases)
        and not name_of(path).startswith("tests/")
    }
    assert others == NO_REFUSAL.keys()
