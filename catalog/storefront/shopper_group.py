"""Which customer group the visitor shops in."""

from django.http import HttpRequest

from catalog.models import CustomerGroup
from catalog.rules.customer_group import NOT_LOGGED_IN


def shopper_group(request: HttpRequest) -> str:
    """Return the code of the logged-in user's customer group; NOT LOGGED IN for anybody else, and for staff without one.

    Asks the database nothing for a visitor who is not logged in.
    """
    if not request.user.is_authenticated:
        return NOT_LOGGED_IN
    group = CustomerGroup.objects.filter(customers__user=request.user).first()
    return NOT_LOGGED_IN if group is None else group.code
