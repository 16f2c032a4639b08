"""Keep the address of an account for its next checkout, or forget it."""

from django.contrib.auth.models import User
from django.db import transaction

from backorders.models import SavedAddress
from backorders.rules.address import Address
from catalog.models.fields import text_columns
from catalog.rules.text import refuse_texts


@transaction.atomic
def save_address(*, user: User, customer_name: str, address: Address) -> None:
    """Let the next checkout of `user` begin with this name and address, in place of those before. Safe to repeat.

    Raises `InvalidTextError` for a name that no column holds, and `User.DoesNotExist` when the account is gone.
    """
    refuse_texts(text_columns(SavedAddress), {"customer_name": customer_name})
    kept = {
        "customer_name": customer_name,
        "street": address.street,
        "city": address.city,
        "postcode": address.postcode,
        "country": address.country,
    }
    SavedAddress.objects.update_or_create(user=User.objects.get(pk=user.pk), defaults=kept)


def forget_address(*, user: User) -> None:
    """Keep no address of `user` any more. Safe to repeat."""
    SavedAddress.objects.filter(user=user.pk).delete()
