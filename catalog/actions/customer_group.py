"""A customer group is saved or deleted."""

from django.db import transaction
from django.db.models import IntegerField, Max, ProtectedError
from django.db.models.functions import Cast

from catalog.actions.steps.row import save_row
from catalog.models import ConfigurationValue, CustomerGroup
from catalog.queries.locks.product import lock_configuration
from catalog.queries.locks.row import locked_to_delete
from catalog.rules.customer_group import PERMANENT, code_after
from catalog.rules.product_setting import MIN_SALE_QTY
from catalog.rules.setting import minimum_rows
from catalog.words.refusal import Refused


@transaction.atomic
def save_customer_group(group: CustomerGroup) -> None:
    """Write the group. Its code is the name that stored minimum quantities know it by: given once, never by hand.

    Raises what `save_row` raises.
    """
    if not group.code:
        lock_configuration()  # two new groups would both take the same code
        numbered = CustomerGroup.objects.filter(code__regex=r"^[0-9]{1,9}$")
        last: int | None = numbered.aggregate(last=Max(Cast("code", IntegerField())))["last"]
        group.code = code_after(last)
    save_row(group)


class CustomerGroupNotDeletable(Refused):
    """Something counts on the group; nothing was deleted. `str()` says what."""


@transaction.atomic
def delete_customer_group(group: CustomerGroup) -> None:
    """Delete the group. Raises `CustomerGroupNotDeletable`.

    A minimum left behind would hold for the next group that gets the code.
    """
    if group.code in PERMANENT:
        raise CustomerGroupNotDeletable(f"{group} is a group that every shop has and could not be deleted.")
    lock_configuration()
    group = locked_to_delete(group)
    texts = ConfigurationValue.objects.filter(path=MIN_SALE_QTY.path).values_list("value", flat=True)
    if any(row.group == group.code for text in texts for row in minimum_rows(text)):
        raise CustomerGroupNotDeletable(f"{group} has a minimum quantity in Configuration and could not be deleted.")
    try:
        group.delete()
    except ProtectedError as error:
        raise CustomerGroupNotDeletable(f"{group} has customers and could not be deleted.") from error
