"""A number as files write it, with a decimal sign of their own."""

import re

GROUPS = {".": r"[, \xa0\u202f'\u2019]", ",": r"[. \xa0\u202f'\u2019]"}


def with_point(text: str, decimal: str) -> str | None:
    """Return the number `text`, written with the decimal sign `decimal`, as Python writes it; None when it is not written so.

    Thousands may be grouped by a space, an apostrophe or the other sign: 1.234,5 with a comma, 1,234.5 with a point.
    """
    group = GROUPS[decimal]
    whole = rf"\d{{1,3}}(?:{group}\d{{3}})+|\d+"
    if not re.fullmatch(rf"[+-]?(?:(?:{whole})(?:{re.escape(decimal)}\d*)?|{re.escape(decimal)}\d+)", text, re.ASCII):
        return None
    return re.sub(group, "", text).replace(decimal, ".")


def is_grouped(text: str) -> bool:
    """Whether `text` is a number for those who say what its decimal sign is."""
    return any(with_point(text, decimal) is not None for decimal in GROUPS)
