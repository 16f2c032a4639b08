"""What the settings say in words: where a value comes from, what a threshold means, what contradicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from catalog.rules.backorder_mode import BackorderMode, ThresholdMeaning, threshold_meaning
from catalog.rules.configuration_page import Contradicted, Contradiction
from catalog.rules.customer_group import ALL_GROUPS, NOT_LOGGED_IN
from catalog.rules.in_force import Found
from catalog.rules.quantity import plain, quantity
from catalog.rules.scope import Scope
from catalog.rules.setting import InvalidSettingError, Kind, MinimumRow, Setting, minimum_rows
from catalog.words.names import first_named

BUILT_IN = "Built-in"
# Beyond these, how many more says enough.
NAMES_SHOWN = 3


@dataclass(frozen=True)
class SettingSource:
    """`own` is said while the scope has an own value, `inherited` while it has none; `elsewhere` who does not hear it."""

    own: str
    inherited: str
    elsewhere: str


def setting_source(
    setting: Setting,
    inherited: Found,
    *,
    names: Mapping[Scope, str],
    narrower: Sequence[str],
    customer_groups: Mapping[str, str],
) -> SettingSource:
    """Return the words for `setting`, which would inherit `inherited`; `names` are those of the wider scopes.

    `narrower` names the scopes below that have an own value, `customer_groups` is {code: name}.
    """
    value = value_in_words(setting, inherited.value, customer_groups)
    wider = BUILT_IN if inherited.scope is None else names[inherited.scope]
    return SettingSource(
        own=f"Own value here, in place of {wider}: {value}",
        inherited=f"{wider}: {value}" if inherited.scope is None else f"Inherited from {wider}: {value}",
        elsewhere=f"Not used where there is an own value: {first_named(narrower, first=NAMES_SHOWN)}"
        if narrower
        else "",
    )


def value_in_words(setting: Setting, text: str, customer_groups: Mapping[str, str]) -> str:
    """Return a stored text as staff read it: an option's label, a number, or the minimums by customer group."""
    if setting.kind is Kind.EMAILS:
        return text or "Nobody"
    if setting.kind in {Kind.TEXT, Kind.LINES}:
        return ", ".join(text.splitlines()) or "Empty"
    if setting.kind is not Kind.GROUP_MINIMUMS:
        return dict(setting.all_choices).get(text, text)
    rows = minimum_rows(text)
    if not rows:
        return "No minimum"
    if len(rows) == 1 and rows[0].group == ALL_GROUPS:
        return rows[0].least
    known = {ALL_GROUPS: ALL_GROUPS_NAME, **customer_groups}
    return ", ".join(f"{known.get(row.group, f'Group {row.group}')}: {row.least}" for row in rows)


# {} stands for the amount, without its sign.
THRESHOLDS = {
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
    before, has_amount, after = THRESHOLDS[meaning].partition("{}")
    return ThresholdWords(str(mode.value), sign, meaning.value, before, after, bool(has_amount), amount, is_said)


def _number(typed: str) -> Decimal | None:
    try:
        return quantity(typed.strip())
    except (InvalidOperation, ValueError):
        return None


CONTRADICTIONS = {
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
    Contradiction.NEVER_REMINDED: (
        "Nobody is reminded: the reminder would be due when the order is placed, or before. It is sent while this is less than "
        "“Pending Lifetime for Offline Orders (days)”."
    ),
    Contradiction.NOTHING_IS_COUNTED: (
        "Has no effect while Manage Stock is No, but for products with their own Manage Stock."
    ),
}


def contradiction_words(found: Contradicted) -> str:
    """Return the sentence for one contradiction."""
    return CONTRADICTIONS[found.contradiction].format(
        least=plain(found.least), most=plain(found.most), step=plain(found.step)
    )


ALL_GROUPS_NAME = "ALL GROUPS"


@dataclass(frozen=True)
class GroupChoice:
    """A customer group to choose, by its code."""

    code: str
    name: str
    is_selected: bool


@dataclass(frozen=True)
class MinimumLine:
    """One row of the table: its select, its quantity as text, and whether that is in error."""

    groups: tuple[GroupChoice, ...]
    least: str
    is_wrong: bool


@dataclass(frozen=True)
class MinimumTable:
    """The rows shown, the rows that "Use system value" brings back, and the row that "Add Minimum Qty" adds."""

    lines: tuple[MinimumLine, ...]
    inherited: tuple[MinimumLine, ...]
    added: MinimumLine


def minimum_table(setting: Setting, text: str, inherited: str, customer_groups: Mapping[str, str]) -> MinimumTable:
    """Return the table of a typed or stored `text`; `customer_groups` is {code: name}, without ALL GROUPS."""
    # The reference's order: ALL GROUPS, the groups, and those who are not logged in last.
    ordered = sorted(customer_groups.items(), key=lambda group: group[0] == NOT_LOGGED_IN)
    names = {ALL_GROUPS: ALL_GROUPS_NAME, **dict(ordered)}
    return MinimumTable(
        lines=tuple(_line(setting, row, names) for row in minimum_rows(text)),
        inherited=tuple(_line(setting, row, names) for row in minimum_rows(inherited)),
        added=MinimumLine(_groups(ALL_GROUPS, names), "", is_wrong=False),
    )


def _line(setting: Setting, row: MinimumRow, names: Mapping[str, str]) -> MinimumLine:
    try:
        setting.clean(row.least or "-")  # an empty row is a row in error; an empty text would be "no rows"
    except InvalidSettingError:
        return MinimumLine(_groups(row.group, names), row.least, is_wrong=True)
    return MinimumLine(_groups(row.group, names), row.least, is_wrong=False)


def _groups(selected: str, names: Mapping[str, str]) -> tuple[GroupChoice, ...]:
    # A group that is gone still has its row, so that saving something else does not move its minimum to another group.
    known = names if selected in names else {**names, selected: f"Group {selected} (deleted)"}
    return tuple(GroupChoice(code, name, code == selected) for code, name in known.items())
