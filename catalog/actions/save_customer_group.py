"""Save a customer group; a new one gets the next free code."""

from django.db import transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast

from catalog.actions.save_row import save_row
from catalog.models import CustomerGroup
from catalog.queries.lock_configuration import lock_configuration
from catalog.rules.group_minimum import ALL_GROUPS


@transaction.atomic
def save_customer_group(group: CustomerGroup) -> None:
    """Write the group. Its code is the name that stored minimum quantities know it by: given once, never by hand.

    Raises what `save_row` raises.
    """
    if not group.code:
        lock_configuration()  # two new groups would both take the same code
        numbered = CustomerGroup.objects.filter(code__regex=r"^[0-9]{1,9}$")
        last: int | None = numbered.aggregate(last=Max(Cast("code", IntegerField())))["last"]
        following = 0 if last is None else last + 1
        group.code = str(following + 1 if str(following) == ALL_GROUPS else following)
    save_row(group)
