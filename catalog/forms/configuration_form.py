"""What Stores > Configuration posts, read into values to save."""

from django.http import QueryDict

from catalog.rules.configuration_page import INVENTORY, ConfigurationSection
from catalog.rules.setting import Kind, MinimumRow, Setting, minimum_text

INHERIT = "inherit:"
GROUP = ":group"
LEAST = ":least"
ROWS = ":rows"
MOST_ROWS = 1000  # no page shows more


def posted_values(post: QueryDict, *, section: ConfigurationSection = INVENTORY) -> dict[str, str | None]:
    """Return {path: typed text, or None where "Use system value" is ticked}; nothing is judged here.

    A control is named after its setting's path. A setting whose controls were not posted is left out, so that what is
    stored for it stays; names that are no setting of `section` are not read. A name posted twice with different values has no one
    value: the texts are joined, no setting takes that, and its field says so.
    """
    return {
        path: None if f"{INHERIT}{path}" in post else _typed(post, setting)
        for path, setting in _settings(section).items()
        if path in post or f"{INHERIT}{path}" in post
    }


def typed_beside(post: QueryDict, *, section: ConfigurationSection = INVENTORY) -> dict[str, str]:
    """Return {path: typed text} where "Use system value" is ticked beside a control that was posted: a script disables those."""
    return {
        path: _typed(post, setting)
        for path, setting in _settings(section).items()
        if path in post and f"{INHERIT}{path}" in post
    }


def _settings(section: ConfigurationSection) -> dict[str, Setting]:
    return {setting.path: setting for group in section.groups for setting in group.settings}


def _typed(post: QueryDict, setting: Setting) -> str:
    if setting.kind is not Kind.GROUP_MINIMUMS:
        # Two different values are joined by NUL, which no setting takes; a text of two lines stays one value.
        return "\0".join(dict.fromkeys(typed.replace("\r\n", "\n") for typed in post.getlist(setting.path)))
    groups, least = post.getlist(setting.path + GROUP), post.getlist(setting.path + LEAST)
    # Half a row, or one that the page showed and that was not posted, is an error: it must not be dropped in silence.
    said = post.get(setting.path + ROWS, "")
    shown = min(int(said), MOST_ROWS) if said.isascii() and said.isdecimal() else 0
    count = max(len(groups), len(least), shown)
    pairs = zip(*(column + [""] * (count - len(column)) for column in (groups, least)), strict=True)
    return minimum_text(tuple(MinimumRow(group, typed) for group, typed in pairs))
