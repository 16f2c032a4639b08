"""Whether a checkout may be paid by check or money order."""

from decimal import Decimal

from backorders.actions.refuse_too_many_checks import TooManyChecks
from backorders.rules.payment_method import PaymentMethod
from backorders.rules.payment_title import method_title
from backorders.storefront.checkout_forms import CheckoutForms
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.sales_settings import CHECK_ACTIVE, CHECK_LEAST_TOTAL, CHECK_MOST_TOTAL
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


def mark_too_many(typed: CheckoutForms, refused: TooManyChecks, *, title: str) -> None:
    """Mark the payment method, called `title`, of a checkout that was refused: too many orders wait for a check already."""
    orders = f"{refused.waiting} orders already wait" if refused.waiting > 1 else "1 order already waits"
    who = "from your network" if refused.is_network else f"with {typed.contact.cleaned_data['email']}"
    typed.contact.add_error(
        "payment_method",
        f"We cannot take one more order by {title}: {orders} for payment {who}. Please choose {PaymentMethod.CARD.label}, pay for "
        "an order that waits, or call us: we take the order for you.",
    )
