"""Where the money of an offline order goes."""

from dataclasses import dataclass

from catalog.rules.configuration_in_force import Configuration
from catalog.rules.sales_settings import CHECK_PAYABLE_TO, CHECK_SEND_TO


@dataclass(frozen=True)
class HowToPay:
    """Whom a check is made out to, and the address that it is sent to, in one line; empty for what the shop does not say."""

    payable_to: str
    address: str

    @property
    def where(self) -> str:
        """Both, as they follow an amount: ", payable to ..., to ..."."""
        told = (("payable to ", self.payable_to), ("to ", self.address))
        return "".join(f", {before}{text}" for before, text in told if text)


def how_to_pay(configuration: Configuration) -> HowToPay:
    """Return what the shop tells where `configuration` holds."""
    address = ", ".join(configuration.text(CHECK_SEND_TO).splitlines())
    return HowToPay(payable_to=configuration.text(CHECK_PAYABLE_TO), address=address)
