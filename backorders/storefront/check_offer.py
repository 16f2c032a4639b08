"""Whether a checkout may be paid by check or money order."""

from decimal import Decimal

from backorders.queries.unpaid_orders import unpaid_checks
from backorders.rules.payment_method import PaymentMethod
from backorders.rules.payment_title import method_title
from backorders.storefront.checkout_forms import CheckoutForms
from catalog.rules.check_settings import CHECK_ACTIVE, CHECK_LEAST_TOTAL, CHECK_MOST_OPEN, CHECK_MOST_TOTAL
from catalog.rules.configuration_in_force import Configuration
from catalog.storefront.current_store import CurrentStore


def methods_of(store: CurrentStore, *, total: Decimal) -> dict[PaymentMethod, str]:
    """Return the payment methods that the website offers for an order of `total`, in its currency, with their titles."""
    offered = store.configuration.flag(CHECK_ACTIVE) and takes_checks_of(total, store.configuration)
    return {
        method: method_title(method, store.configuration)
        for method in PaymentMethod
        if offered or not method.is_offline
    }


def takes_checks_of(total: Decimal, configuration: Configuration) -> bool:
    """Return whether an order of `total` is neither too small nor too large to be paid by check; both bounds are inclusive."""
    least, most = configuration.number(CHECK_LEAST_TOTAL), configuration.number(CHECK_MOST_TOTAL)
    return total >= least and (not most or total <= most)


def mark_too_many(typed: CheckoutForms, store: CurrentStore) -> bool:
    """Mark the payment method of a valid checkout whose e-mail address has too many orders that wait for a check already."""
    contact, most = typed.contact.cleaned_data, store.configuration.number(CHECK_MOST_OPEN)
    if not most or not PaymentMethod(contact["payment_method"]).is_offline:
        return False
    waiting = unpaid_checks(contact["email"], website=store.website)
    if waiting < most:
        return False
    orders = f"{waiting} orders already wait" if waiting > 1 else "1 order already waits"
    typed.contact.add_error(
        "payment_method",
        f"With {contact['email']} {orders} for a check or money order. Please pay for one of "
        "them first, or choose another payment method.",
    )
    return True
