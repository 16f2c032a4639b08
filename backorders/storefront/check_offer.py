"""Whether a checkout may be paid by check or money order."""

from backorders.queries.unpaid_orders import unpaid_checks
from backorders.rules.payment_method import PaymentMethod
from backorders.storefront.checkout_forms import CheckoutForms
from catalog.rules.check_settings import CHECK_ACTIVE, CHECK_MOST_OPEN
from catalog.storefront.current_store import CurrentStore


def methods_of(store: CurrentStore) -> tuple[PaymentMethod, ...]:
    """Return the payment methods that the website offers."""
    takes_checks = store.configuration.flag(CHECK_ACTIVE)
    return tuple(method for method in PaymentMethod if takes_checks or not method.is_offline)


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
