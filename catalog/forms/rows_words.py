"""What is said of a form of several rows: how many changed, or that it did not come in whole."""

from catalog.rules.rows_shown import RowsShown


def changed_words(changed: int, sent: int, noun: str) -> str:
    """Return "1 of 3 sources changed."; nothing when there were no rows."""
    return f"{changed} of {sent} {noun}{'' if sent == 1 else 's'} changed." if sent else ""


def lost_words(rows: RowsShown) -> str:
    """Return why a form that did not come in whole was refused."""
    came = (
        f"{rows.shown - rows.lost} of its {rows.shown} rows came in"
        if rows.lost
        else f"it brought {rows.strange} more rows than it shows"
    )
    return f"The page did not arrive whole: {came}. Nothing was saved. Please check what is shown here, and save again."
