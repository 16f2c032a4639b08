"""What a shopper was told of his order, and what is there."""

from collections.abc import Iterator, Sequence


def order_differences(email: str, *, told: str, is_refused: bool, there: Sequence[str]) -> Iterator[str]:
    """Yield where they differ, of the one order that `email` wanted: `told` is its token, empty when nothing was told.

    `there` are the tokens of what the shop has of him. What was not answered may be there, and once. `is_refused`: he was told
    that there is none, and never that it might be.
    """
    if len(there) > 1:
        yield f"{email} has {len(there)} orders"
    elif told and list(there) != [told]:
        yield f"order {told} of {email} was told, and {there or 'nothing'} is there"
    elif there and is_refused:
        yield f"{email} was told that nothing was ordered, and {there} is there"
