"""Delete a customer group that nobody is in and no minimum quantity names."""

from django.db import transaction
from django.db.models import ProtectedError

from catalog.models import ConfigurationValue, CustomerGroup
from catalog.queries.lock_configuration import lock_configuration
from catalog.rules.configuration import MIN_SALE_QTY
from catalog.rules.customer_group import PERMANENT
from catalog.rules.group_minimum_rows import minimum_rows


class CustomerGroupNotDeletableError(Exception):
    """Something counts on the group; nothing was deleted. `str()` says what."""


@transaction.atomic
def delete_customer_group(group: CustomerGroup) -> None:
    """Delete the group. Raises `CustomerGroupNotDeletableError`.

    A minimum left behind would hold for the next group that gets the code.
    """
    if group.code in PERMANENT:
        raise CustomerGroupNotDeletableError(f"{group} is a group that every shop has and could not be deleted.")
    lock_configuration()
    group = CustomerGroup.objects.select_for_update().get(pk=group.pk)
    texts = ConfigurationValue.objects.filter(path=MIN_SALE_QTY.path).values_list("value", flat=True)
    if any(row.group == group.code for text in texts for row in minimum_rows(text)):
        raise CustomerGroupNotDeletableError(
            f"{group} has a minimum quantity in Configuration and could not be deleted."
        )
    try:
        group.delete()
    except ProtectedError as error:
        raise CustomerGroupNotDeletableError(f"{group} has customers and could not be deleted.") from error
