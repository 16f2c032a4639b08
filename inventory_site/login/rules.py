"""How often a login may fail, and a forgotten password be asked for. Plain Python."""

from datetime import timedelta

COUNTED_FOR = timedelta(minutes=15)
# Of one address for one name: a person who forgot which password it was.
MOST_OF_ONE_ADDRESS_FOR_ONE_NAME = 10
# Of one address whatever the names: an office behind one address, and no more work for the shop than that.
MOST_OF_ONE_ADDRESS = 100
# For one name from all addresses: many machines guess. It stops only browsers from which that person never logged in.
MOST_FOR_ONE_NAME = 100
# A browser is known for so long after a login.
BROWSER_IS_KNOWN_FOR = timedelta(days=90)

# Before a change of who may come in the password is asked again, unless it was shown as lately.
PASSWORD_HOLDS_FOR = timedelta(minutes=15)

MAILS_COUNTED_FOR = timedelta(hours=1)
MOST_MAILS_FOR_ONE_ACCOUNT = 3
MOST_MAILS_OF_ONE_ADDRESS = 20


def is_locked(*, together: int, of_address: int, for_name: int, is_known_browser: bool) -> bool:
    """Tell whether no password is looked at now, given the failures of the last `COUNTED_FOR`.

    A stranger can lock a name for his own address and for browsers nobody knows, never for the member's own browser.
    """
    return (
        together >= MOST_OF_ONE_ADDRESS_FOR_ONE_NAME
        or of_address >= MOST_OF_ONE_ADDRESS
        or (for_name >= MOST_FOR_ONE_NAME and not is_known_browser)
    )


def may_send_password_mail(*, for_account: int, of_address: int) -> bool:
    """Tell whether one more mail about a forgotten password may leave, given those asked for in `MAILS_COUNTED_FOR`."""
    return for_account < MOST_MAILS_FOR_ONE_ACCOUNT and of_address < MOST_MAILS_OF_ONE_ADDRESS
