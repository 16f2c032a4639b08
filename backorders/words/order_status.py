"""Why an order in this state cannot take that one, or cannot be worked on."""

from backorders.rules.order_status import MAY_BECOME, OrderStatus

ON_HOLD = "The order is On Hold. Release it first."


def why_not(now: OrderStatus, then: OrderStatus) -> str:
    """Return why an order that is `now` cannot become `then`, as a sentence; empty when it can."""
    if then in MAY_BECOME[now]:
        return ""
    if now is then:
        return f"The order is {now.label} already."
    if now is OrderStatus.ON_HOLD:
        return ON_HOLD
    return f"An order that is {now.label} cannot become {then.label}."
