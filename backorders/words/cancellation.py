"""What is said of who did something to an order, and of why he may not."""

TOO_LATE = "This order cannot be canceled here any more."


def through_link(done: str, staff: str) -> str:
    """Return who did `done` ("Canceled") from the page that the order's link opens: the shopper, or `staff`, when named.

    A member of staff who is signed in in that browser is not the shopper, whatever the link says.
    """
    who = f"{staff}, signed in as staff" if staff else "the shopper"
    return f"{done} by {who}, through the order's link."


def beyond_rights(staff: str, what: str) -> str:
    """Return why `staff`, signed in in the shopper's browser, may not do `what` ("cancel orders") there."""
    return (
        f"You are signed in as {staff}, whose role may not {what}. "
        "If this is an order of your own, open its link in a browser in which you are not signed in as staff."
    )
