"""What visitors read who want to hear when a product is back. Nothing says whether an address is on the list."""

OFF = "We do not send messages about products that are back in stock."
BUYABLE = "It can be ordered now: there is nothing to wait for."
TOO_MANY = "So many addresses were left from your network today that we take no more. Please try again tomorrow."
NOT_AN_ADDRESS = "Please enter a valid e-mail address."
GONE = "What this link confirmed is not there any more."


def asked_words(product: str) -> str:
    """Return the answer to a sign-up for `product`, the same whether the address is on the list or not."""
    return (
        f"Thank you. We have sent a mail to this address, unless it waits for {product} already. Please open the link in the mail: "
        "only then do we write when it is back."
    )


def alert_status(*, is_confirmed: bool, is_told: bool) -> str:
    """Return how far a sign-up has come, in the words of staff."""
    if is_told:
        return "Told"
    return "Waiting" if is_confirmed else "Not confirmed"
