"""What contradicts what in the configuration, in the words that stand beside the field."""

from catalog.rules.configuration_contradictions import Contradicted, Contradiction
from catalog.rules.quantity import plain

WORDS = {
    Contradiction.MINIMUM_ABOVE_MAXIMUM: (
        "The minimum of {least} is above the maximum of {most}: nothing can be bought where both hold."
    ),
    Contradiction.INCREMENT_ABOVE_MAXIMUM: (
        "The increment of {step} is above the maximum of {most}: nothing can be bought where both hold."
    ),
    Contradiction.NO_MULTIPLE_IN_RANGE: (
        "No multiple of {step} lies between the minimum of {least} and the maximum of {most}: nothing can be bought where all hold."
    ),
    Contradiction.NEVER_SHOWN_WHILE_UNLIMITED: (
        "Never shown while backorders are unlimited: a negative Out-of-Stock Threshold would limit them."
    ),
    Contradiction.NOTHING_IS_COUNTED: (
        "Has no effect while Manage Stock is No, but for products with their own Manage Stock."
    ),
}


def contradiction_words(found: Contradicted) -> str:
    """Return the sentence for one contradiction."""
    return WORDS[found.contradiction].format(least=plain(found.least), most=plain(found.most), step=plain(found.step))
