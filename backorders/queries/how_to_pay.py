"""Where the money of an offline order goes."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class HowToPay:
    """Whom a check is made out to, and the address that it is sent to."""

    payable_to: str
    address: str


def how_to_pay() -> HowToPay:
    """Return what the site's settings say (CHECK_PAYABLE_TO, CHECK_ADDRESS). No query."""
    return HowToPay(payable_to=settings.CHECK_PAYABLE_TO, address=settings.CHECK_ADDRESS)
