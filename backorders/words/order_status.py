"""Why an order in this state cannot take that one, or cannot be worked on."""

from backorders.rules.order_status import OrderStatus, may_become

ON_HOLD = "The order is On Hold. Release it first."


def why_not(now: OrderStatus, then: OrderStatus) -> str:
    """Return why an order that is `now` cannot become `then`, as a sentence; empty when it can."""
    if may_become(now, then):
        return ""
    if now is then:
        return f"The order is {now.label} already."
    if now is OrderStatus.ON_HOLD:
        return ON_HOLD
    return f"An order that is {now.label} cannot become {then.label}."
