"""What Stripe's messages say about money, in the shop's words."""

from collections.abc import Iterator, Mapping
from typing import Any

from backorders.actions.record_provider_event import Told
from backorders.rules.payment import ProviderEventKind as Kind
from inventory_site.stripe_amounts import from_stripe

DISPUTES = {
    "charge.dispute.created": Kind.DISPUTE_OPENED,
    "charge.dispute.funds_withdrawn": Kind.DISPUTE_OPENED,
    "charge.dispute.funds_reinstated": Kind.DISPUTE_WON,
}
CLOSED = {"won": Kind.DISPUTE_WON, "lost": Kind.DISPUTE_LOST}


def told_by(event: Mapping[str, Any]) -> Iterator[Told]:
    """Yield what `event` says about money; nothing for messages about anything else."""
    name, about = event["type"], event["data"]["object"]
    if name == "checkout.session.async_payment_failed":
        yield _told(Kind.FAILED, event, about, about["amount_total"], message="The bank refused the payment.")
    elif name.startswith("checkout.session.") and about["payment_status"] == "paid":
        yield _told(Kind.CAPTURED, event, about, about["amount_total"])
    elif name in {"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"}:
        yield _refund(event, about)
    elif name == "charge.refunded":
        # Older versions of Stripe's API list the refunds with the charge; newer ones tell of each by itself, too.
        listed = (about.get("refunds") or {}).get("data") or ()
        yield from (_refund(event, refund) for refund in listed)
        if not listed:
            yield _told(Kind.REFUNDED_IN_ALL, event, about, about["amount_refunded"], reference=about["id"])
    elif name.startswith("charge.dispute."):
        yield from _dispute(event, about)


def _refund(event: Mapping[str, Any], refund: Mapping[str, Any]) -> Told:
    failed = refund.get("status") in {"failed", "canceled"}
    own = str((refund.get("metadata") or {}).get("refund", ""))
    return _told(
        Kind.REFUND_FAILED if failed else Kind.REFUNDED,
        event,
        refund,
        refund["amount"],
        reference=refund["id"],
        own_refund=int(own) if own.isdecimal() else None,
        message=str(refund.get("failure_reason") or ""),
    )


def _dispute(event: Mapping[str, Any], dispute: Mapping[str, Any]) -> Iterator[Told]:
    status = str(dispute.get("status") or "")
    if status.startswith("warning"):
        # An inquiry: no money moves, and when it is closed nothing has happened.
        kind = Kind.DISPUTE_ASKED if event["type"] == "charge.dispute.created" else None
    else:
        kind = CLOSED.get(status) if event["type"] == "charge.dispute.closed" else DISPUTES.get(event["type"])
    if kind is not None:
        yield _told(kind, event, dispute, dispute["amount"], reference=dispute["id"])


def _told(kind: Kind, event: Mapping[str, Any], about: Mapping[str, Any], count: int, **more: Any) -> Told:
    currency = str(about["currency"]).upper()
    return Told(
        kind=kind,
        key=f"stripe:{event['id']}:{about['id']}",
        amount=from_stripe(int(count), currency),
        currency=currency,
        **more,
    )
