"""What an Out-of-Stock Threshold means, in words, while it is typed (docs/rules.md#salable-4)."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from catalog.rules.backorder_mode import BackorderMode, ThresholdMeaning, threshold_meaning
from catalog.rules.quantity import plain, quantity

# {} stands for the amount, without its sign.
WORDS = {
    ThresholdMeaning.NO_BACKORDERS: "No backorders",
    ThresholdMeaning.KEPT_BACK: "{} kept back from sale",
    ThresholdMeaning.LIMITED: "Up to {} below zero",
    ThresholdMeaning.UNLIMITED: "Unlimited backorders",
    ThresholdMeaning.IGNORED_WHILE_ON: "Ignored while backorders are on",
    ThresholdMeaning.IGNORED_WHILE_OFF: "Ignored while backorders are off",
}
SIGNS = (("negative", Decimal(-1)), ("zero", Decimal(0)), ("positive", Decimal(1)))


@dataclass(frozen=True)
class ThresholdWords:
    """One sentence: said while the Backorders setting is `mode` and the typed number's sign is `sign`.

    The amount stands between `before` and `after`; `has_amount` is False for a sentence without one.
    """

    mode: str
    sign: str
    meaning: str
    before: str
    after: str
    has_amount: bool
    amount: str
    is_said: bool


def threshold_words(typed: str, mode: str) -> tuple[ThresholdWords, ...]:
    """Return every sentence, one per mode and sign, with the one marked that is true of what was typed.

    `typed` and `mode` are the texts of the two controls; none is marked when either is not valid. A screen renders all
    sentences (templates/admin/components/threshold_words.html) and shows the marked one; threshold-words.js only picks
    another while somebody types, so that the rule and its words stay here.
    """
    number = _number(typed)
    said_sign = None if number is None else "negative" if number < 0 else "positive" if number else "zero"
    return tuple(
        _sentence(
            offered,
            sign,
            threshold_meaning(sample, offered),
            amount="" if number is None else plain(abs(number)),
            is_said=sign == said_sign and str(offered.value) == mode,
        )
        for offered in BackorderMode
        for sign, sample in SIGNS
    )


def _sentence(
    mode: BackorderMode, sign: str, meaning: ThresholdMeaning, *, amount: str, is_said: bool
) -> ThresholdWords:
    before, has_amount, after = WORDS[meaning].partition("{}")
    return ThresholdWords(str(mode.value), sign, meaning.value, before, after, bool(has_amount), amount, is_said)


def _number(typed: str) -> Decimal | None:
    try:
        return quantity(typed.strip())
    except (InvalidOperation, ValueError):
        return None
