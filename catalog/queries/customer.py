"""Which group an e-mail address shops in."""

from catalog.models import Customer
from catalog.rules.customer_group import NOT_LOGGED_IN


def group_of(email: str) -> str:
    """Return the code of the group in which the address shops, in any letter case; NOT LOGGED IN for who is in none. One query."""
    typed = email.replace("\0", "").strip()
    kept = Customer.objects.filter(email__iexact=typed).values_list("group__code", flat=True) if typed else None
    return (kept.first() if kept is not None else None) or NOT_LOGGED_IN
